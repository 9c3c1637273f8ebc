// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** The contract of the registry on H2. */
final class H2RegistryTest extends RegistryTck {

    private static final GivenPool POOL = new GivenPool(() -> TestDatabase.h2());

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Override
    protected DataSource dataSource() {
        return POOL.get();
    }

    @Override
    protected String inTimeZone() {
        return "SET TIME ZONE 'Pacific/Auckland'";
    }

    private interface OnH2 extends Kind {

        @Override
        default TestDatabase newDatabase() {
            return TestDatabase.h2();
        }

        @Override
        default String product() {
            return "H2";
        }
    }

    @Nested
    final class Schema extends SchemaContract implements OnH2 {}

    @Nested
    final class Restore extends RestoreContract implements OnH2 {}

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
