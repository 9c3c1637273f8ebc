// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of the registry on MariaDB. */
final class MariaDbRegistryTest extends RegistryTck {

    @RegisterExtension
    static final SharedPool POOL = new SharedPool(() -> TestDatabase.mariadb());

    @Override
    protected DataSource dataSource() {
        return POOL.get();
    }

    @Override
    protected String inTimeZone() {
        return "SET time_zone = '+13:00'";
    }

    private interface OnMariaDb extends DatabaseKind {

        @Override
        default TestDatabase newDatabase() {
            return TestDatabase.mariadb();
        }

        @Override
        default String product() {
            return "MariaDB";
        }
    }

    @Nested
    final class Schema extends SchemaContract implements OnMariaDb {}

    @Nested
    final class Restore extends RestoreContract implements OnMariaDb {}

    @Nested
    final class Operating extends OperatingContract implements OnMariaDb {}

    @Nested
    final class Refusal extends RefusalContract implements OnMariaDb {

        @Override
        List<String> createUser(String name, String password) {
            return List.of(
                    // The test server begins without rights, so that everybody may do everything.
                    "FLUSH PRIVILEGES",
                    "ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING PASSWORD('')",
                    "DROP USER IF EXISTS ''@localhost",
                    "CREATE USER " + name + " IDENTIFIED BY '" + password + "'");
        }
    }

    /** A server that acknowledges before it flushes makes duplicates by crashing alone. */
    @Test
    void warnsOfAServerThatAcknowledgesBeforeItFlushes() throws SQLException {
        TestDatabase database = TestDatabase.mariadb().withSchema();
        Settings settings = CloneContract.settings();
        try (HikariDataSource pool = database.pool(1)) {
            WorkerTable table = new WorkerTable(Sql.of(pool, 10_000), new MariaDb(), settings);
            assertThat(table.durabilityWarning()).isEmpty();
            TestDatabase.execute(pool, "SET GLOBAL innodb_flush_log_at_trx_commit = 2");
            try {
                assertThat(table.durabilityWarning()).contains("innodb_flush_log_at_trx_commit is 2 and not 1");
            } finally {
                TestDatabase.execute(pool, "SET GLOBAL innodb_flush_log_at_trx_commit = 1");
            }
        }
    }

    @Nested
    final class Migration extends MigrationContract implements OnMariaDb {}

    @Nested
    final class Upgrade extends UpgradeContract implements OnMariaDb {}

    @Nested
    final class RoundTrips extends RoundTripContract implements OnMariaDb {

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
