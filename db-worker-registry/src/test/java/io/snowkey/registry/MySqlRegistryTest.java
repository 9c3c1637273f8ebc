// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract of the registry on MySQL: where Docker is there, and reported as skipped where it is not. */
@EnabledIf("io.snowkey.registry.Backend#dockerIsThere")
final class MySqlRegistryTest {

    private interface OnMySql extends Kind {

        @Override
        default TestDatabase newDatabase() {
            return TestDatabase.mysql();
        }

        @Override
        default String product() {
            return "MySQL";
        }

        @Override
        default String inTimeZone() {
            return "SET time_zone = '+13:00'";
        }
    }

    @Nested
    final class Acquisition extends AcquisitionContract implements OnMySql {}

    @Nested
    final class Heartbeat extends HeartbeatContract implements OnMySql {}

    @Nested
    final class Table extends TableContract implements OnMySql {}

    @Nested
    final class Pool extends PoolContract implements OnMySql {}

    @Nested
    final class Operating extends OperatingContract implements OnMySql {}

    @Nested
    final class Migration extends MigrationContract implements OnMySql {}
}
