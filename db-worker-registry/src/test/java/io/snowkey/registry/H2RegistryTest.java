// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

import org.junit.jupiter.api.Nested;

/** The contract of the registry on H2. */
final class H2RegistryTest {

    private interface OnH2 extends Kind {

        @Override
        default TestDatabase newDatabase() {
            return TestDatabase.h2();
        }

        @Override
        default String product() {
            return "H2";
        }

        @Override
        default String inTimeZone() {
            return "SET TIME ZONE 'Pacific/Auckland'";
        }
    }

    @Nested
    final class Acquisition extends AcquisitionContract implements OnH2 {}

    @Nested
    final class Heartbeat extends HeartbeatContract implements OnH2 {}

    @Nested
    final class Clone extends CloneContract implements OnH2 {}

    @Nested
    final class WentBack extends WentBackContract implements OnH2 {}

    @Nested
    final class Capacity extends CapacityContract implements OnH2 {}

    @Nested
    final class Restore extends RestoreContract implements OnH2 {}

    @Nested
    final class Table extends TableContract implements OnH2 {}

    @Nested
    final class Pool extends PoolContract implements OnH2 {}

    @Nested
    final class Operating extends OperatingContract implements OnH2 {}

    @Nested
    final class Refusal extends RefusalContract implements OnH2 {

        @Override
        List<String> createUser(String name, String password) {
            return List.of("CREATE USER " + name + " PASSWORD '" + password + "'");
        }
    }

    @Nested
    final class Migration extends MigrationContract implements OnH2 {}

    @Nested
    final class Upgrade extends UpgradeContract implements OnH2 {}
}
