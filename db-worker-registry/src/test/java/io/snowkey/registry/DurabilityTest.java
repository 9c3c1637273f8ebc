// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.WorkerLease;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What PostgreSQL acknowledges although a crash or a failover may take it back. On a server of its own, for it is set up anew. */
@Tag("faults")
@Timeout(600)
final class DurabilityTest {

    private static EmbeddedPostgres postgres;
    private static TestDatabase database;
    private static HikariDataSource admin;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(10))
                .setServerConfig("wal_writer_delay", "10000")
                .start();
        database = new TestDatabase("postgresql", postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres")
                .withSchema();
        admin = database.pool(2, config -> config.setConnectionInitSql("SET synchronous_commit = local"));
    }

    @AfterAll
    static void stop() throws IOException {
        admin.close();
        postgres.close();
    }

    @AfterEach
    void asItWas() {
        TestDatabase.execute(admin, "ALTER SYSTEM RESET synchronous_standby_names");
        TestDatabase.execute(admin, "SELECT pg_reload_conf()");
        threads.shutdownNow();
    }

    private static long number(String query) throws SQLException {
        try (Connection connection = admin.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The wait is for a standby that does not exist; an operator, a pooler or a driver's time-out cancels it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCommitWhoseWaitForTheStandbyWasCancelledIsNotAcknowledged(boolean readBack) throws Exception {
        Dialect dialect = readBack ? new ReadBackDialect(new PostgreSql()) : new PostgreSql();
        // Even with a setting that would not wait: it is raised for the statements of the registry.
        try (HikariDataSource pool =
                        database.pool(2, config -> config.setConnectionInitSql("SET synchronous_commit = local"));
                TestProcess process = new TestProcess(pool, builder -> builder.namespace("standby" + readBack)
                        .dialect(dialect)
                        .heartbeat(Duration.ofSeconds(60))
                        .ttl(Duration.ofMinutes(3)))) {
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            TestDatabase.execute(admin, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
            TestDatabase.execute(admin, "SELECT pg_reload_conf()");

            long until = 0;
            Future<?> beat = null;
            String waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
            while (number(waiting) == 0) {
                if (beat == null || beat.isDone()) { // the server has not read its settings again yet
                    until = lease.claim().untilMillis();
                    process.clock.move(Duration.ofMillis(10));
                    beat = threads.submit(process.heartbeats::beat);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            number("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
            beat.get();
            assertThat(lease.renewalFailure()).hasMessageContaining("not confirmed by the synchronous standby");
            assertThat(lease.claim().untilMillis()).isEqualTo(until);

            asItWas();
            process.heartbeats.beat();
            assertThat(lease.renewalFailure()).isNull();
            assertThat(lease.claim().untilMillis()).isGreaterThan(until);
        }
    }

    @Test
    void anyOtherWarningIsNone() throws SQLException {
        try (HikariDataSource pool = database.pool(2);
                TestProcess process = new TestProcess(pool, builder -> builder.namespace("warned"))) {
            WorkerLease lease = process.acquire();
            TestDatabase.execute(
                    admin,
                    "CREATE OR REPLACE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN RAISE WARNING ''of another kind''; RETURN NEW; END'");
            TestDatabase.execute(
                    admin, "CREATE TRIGGER warn BEFORE UPDATE ON snowkey_worker FOR EACH ROW EXECUTE FUNCTION warn()");
            try {
                process.heartbeats.beat();
                assertThat(lease.renewalFailure()).isNull();
            } finally {
                TestDatabase.execute(admin, "DROP TRIGGER warn ON snowkey_worker");
            }
        }
    }

    @Test
    void whatIsAcknowledgedIsFlushedWhateverTheSessionIsSetTo() throws SQLException {
        try (HikariDataSource pool =
                        database.pool(1, config -> config.setConnectionInitSql("SET synchronous_commit = off"));
                TestProcess process = new TestProcess(pool, builder -> builder.namespace("off"))) {
            WorkerLease lease = process.acquire();
            for (int i = 0; i < 5; i++) {
                process.heartbeats.beat();
                assertThat(unflushed()).as("after a heartbeat").isLessThanOrEqualTo(0);
            }
            assertThat(lease.renewalFailure()).isNull();
            TestDatabase.execute(pool, "UPDATE snowkey_worker SET issued = issued");
            assertThat(unflushed()).as("the counter-example").isPositive();
        }
    }

    private static long unflushed() throws SQLException {
        return number("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), pg_current_wal_flush_lsn())");
    }
}
