// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of the registry on MariaDB. */
final class MariaDbRegistryTest {

    private interface OnMariaDb extends Kind {

        @Override
        default TestDatabase newDatabase() {
            return TestDatabase.mariadb();
        }

        @Override
        default String product() {
            return "MariaDB";
        }

        @Override
        default String inTimeZone() {
            return "SET time_zone = '+13:00'";
        }
    }

    @Nested
    final class Acquisition extends AcquisitionContract implements OnMariaDb {}

    @Nested
    final class Heartbeat extends HeartbeatContract implements OnMariaDb {}

    @Nested
    final class Clone extends CloneContract implements OnMariaDb {}

    @Nested
    final class WentBack extends WentBackContract implements OnMariaDb {}

    @Nested
    final class Table extends TableContract implements OnMariaDb {}

    @Nested
    final class Pool extends PoolContract implements OnMariaDb {}

    @Nested
    final class Operating extends OperatingContract implements OnMariaDb {}

    @Nested
    final class Migration extends MigrationContract implements OnMariaDb {

        /** There may be no MySQL here, but every statement of that script is one of MariaDB, too. */
        @Test
        void theScriptForMySqlMakesTheSameAndMayBeRunAgain() {
            TestDatabase database = newDatabase();
            for (int start = 0; start < 2; start++) {
                database.with("schema-mysql.sql", "snowkey_");
            }
            try (HikariDataSource pool = database.pool(2)) {
                assertThatItIsAsTheScriptMakesIt(pool);
            }
        }
    }

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
