// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import org.junit.jupiter.api.Nested;

/** The contract of the registry on PostgreSQL. */
final class PostgreSqlRegistryTest {

    private interface OnPostgreSql extends Kind {

        @Override
        default TestDatabase newDatabase() {
            return TestDatabase.postgres();
        }

        @Override
        default String product() {
            return "PostgreSQL";
        }

        @Override
        default String inTimeZone() {
            return "SET TIME ZONE 'Pacific/Auckland'";
        }
    }

    @Nested
    final class Acquisition extends AcquisitionContract implements OnPostgreSql {}

    @Nested
    final class Heartbeat extends HeartbeatContract implements OnPostgreSql {}

    @Nested
    final class Table extends TableContract implements OnPostgreSql {}

    @Nested
    final class Pool extends PoolContract implements OnPostgreSql {}

    @Nested
    final class Operating extends OperatingContract implements OnPostgreSql {}

    @Nested
    final class Migration extends MigrationContract implements OnPostgreSql {}
}
