// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import javax.sql.DataSource;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract of the registry on MySQL: where Docker is there or a server was given, and reported as skipped where
 * neither is.
 */
@EnabledIf(
        value = "io.snowkey.registry.MySqlServer#isThere",
        disabledReason =
                "no Docker; a MySQL server can be given: -Dsnowkey.test.mysql.url=jdbc:mysql://localhost:3306/mysql")
final class MySqlRegistryTest extends RegistryTck {

    @RegisterExtension
    static final SharedPool POOL = new SharedPool(() -> TestDatabase.mysql());

    @Override
    protected DataSource dataSource() {
        return POOL.get();
    }

    @Override
    protected String inTimeZone() {
        return "SET time_zone = '+13:00'";
    }

    private interface OnMySql extends DatabaseKind {

        @Override
        default TestDatabase newDatabase() {
            return TestDatabase.mysql();
        }

        @Override
        default String product() {
            return "MySQL";
        }
    }

    @Nested
    final class Schema extends SchemaContract implements OnMySql {}

    @Nested
    final class Restore extends RestoreContract implements OnMySql {}

    @Nested
    final class Operating extends OperatingContract implements OnMySql {}

    @Nested
    final class Migration extends MigrationContract implements OnMySql {}

    @Nested
    final class Upgrade extends UpgradeContract implements OnMySql {}

    @Nested
    final class RoundTrips extends RoundTripContract implements OnMySql {

        @Override
        int statementsOfAnAcquisition() {
            return 3;
        }

        @Override
        int roundTripsWithoutAutoCommit() {
            return 2;
        }

        @Override
        String openTransactions() {
            return "SELECT count(*) FROM information_schema.innodb_trx";
        }
    }
}
