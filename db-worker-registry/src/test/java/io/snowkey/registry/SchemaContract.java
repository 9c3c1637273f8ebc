// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the scripts make of a database, and what its server has to do with the registry besides. */
abstract class SchemaContract extends RegistryContract {

    @Test
    void runsOnTheDatabaseThatItClaimsToTest() throws SQLException {
        try (var connection = pool.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(product());
        }
    }

    @Test
    void missingTablesAreNamedWithTheRemedy() {
        try (HikariDataSource empty = newDatabase().pool(1);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(empty).build()) {
            WorkerRegistryException refused = refusal(registry::acquire);
            assertThat(refused.reason()).isEqualTo(Reason.SCHEMA_MISSING);
            assertThat(refused).hasMessageContaining("snowkey_worker").hasMessageContaining("initialize-schema=always");
        }
    }

    @Test
    void aWorkersRowCannotBeDeletedByHand() {
        process("a").acquire();
        assertThatThrownBy(() -> TestDatabase.execute(pool, "DELETE FROM snowkey_worker"))
                .hasRootCauseInstanceOf(SQLException.class);
    }

    @Test
    void aSchemaOtherThanTheDefault() {
        String schema = "ops" + System.nanoTime();
        TestDatabase database = newDatabase();
        try (HikariDataSource elsewhere = database.pool(2)) {
            TestDatabase.execute(elsewhere, "CREATE SCHEMA " + schema);
            database.withSchema(schema + ".snowkey_");
            TestProcess process = new TestProcess(elsewhere, builder -> builder.tablePrefix(schema + ".snowkey_"));
            processes.add(process);
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            assertThat(lease.renewalFailure()).isNull();
            lease.close();
            assertThat(process.row(lease.claim().workerId()).holder()).isNull();
            process.close();
        }
    }

    /** A heartbeat that was given up behind somebody's row lock leaves no session that waits on. */
    @Test
    @Timeout(600)
    void aRowThatSomebodyHasLockedLeavesNothingWaitingOnTheServer() throws SQLException {
        TestProcess process =
                process(builder -> builder.heartbeat(Duration.ofSeconds(3)).ttl(Duration.ofSeconds(9)));
        WorkerLease lease = process.acquire();
        try (Connection other = pool.getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().executeUpdate("UPDATE snowkey_worker SET issued = 5");
            process.heartbeats.beat();
            assertThat(lease.renewalFailure()).isNotNull();
            assertThat(waiting()).isEqualTo(product().equals("MySQL") ? "1" : "0");
            other.rollback();
        }
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
    }

    private String waiting() throws SQLException {
        String query =
                switch (product()) {
                    case "PostgreSQL" ->
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type"
                                + " = 'Lock'";
                    case "MariaDB", "MySQL" ->
                        "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
                    default -> "VALUES 0"; // in this JVM: what was given up is gone
                };
        try (Connection connection = pool.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
