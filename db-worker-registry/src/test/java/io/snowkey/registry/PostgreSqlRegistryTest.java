// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of the registry on PostgreSQL. */
final class PostgreSqlRegistryTest extends RegistryTck {

    @RegisterExtension
    static final SharedPool POOL = new SharedPool(() -> TestDatabase.postgres());

    @Override
    protected DataSource dataSource() {
        return POOL.get();
    }

    @Override
    protected String inTimeZone() {
        return "SET TIME ZONE 'Pacific/Auckland'";
    }

    private interface OnPostgreSql extends DatabaseKind {

        @Override
        default TestDatabase newDatabase() {
            return TestDatabase.postgres();
        }

        @Override
        default String product() {
            return "PostgreSQL";
        }
    }

    @Nested
    final class Schema extends SchemaContract implements OnPostgreSql {}

    @Nested
    final class Restore extends RestoreContract implements OnPostgreSql {}

    @Nested
    final class Operating extends OperatingContract implements OnPostgreSql {}

    @Nested
    final class Refusal extends RefusalContract implements OnPostgreSql {

        @Override
        List<String> createUser(String name, String password) {
            return List.of("CREATE USER " + name + " PASSWORD '" + password + "'");
        }
    }

    @Nested
    final class Migration extends MigrationContract implements OnPostgreSql {

        /** A user of the database that is another one every day owns nothing. */
        @Test
        void theScriptMayBeRunAgainByWhoeverDoesNotOwnTheTables() {
            TestDatabase database = newDatabase().withSchema();
            String user = "rotated" + System.nanoTime();
            try (HikariDataSource pool = database.pool(1)) {
                TestDatabase.execute(pool, "CREATE ROLE " + user + " LOGIN PASSWORD 'secret'");
                TestDatabase.execute(pool, "GRANT USAGE, CREATE ON SCHEMA public TO " + user);
            }
            database.as(user, "secret").withSchema();
        }
    }

    @Nested
    final class Upgrade extends UpgradeContract implements OnPostgreSql {}

    @Nested
    final class RoundTrips extends RoundTripContract implements OnPostgreSql {

        @Override
        int statementsOfAnAcquisition() {
            return 2;
        }

        @Override
        int roundTripsWithoutAutoCommit() {
            return 1;
        }

        @Override
        String openTransactions() {
            return "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid() AND (state <> 'idle' OR xact_start IS NOT NULL)";
        }
    }
}
