// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What a database refuses, told apart, and what a user of the database needs who may do nothing else. */
abstract class RefusalContract extends RegistryContract {

    private static final AtomicLong USERS = new AtomicLong(System.nanoTime() % 1_000_000_000);

    /** The statements that create a user who may do nothing, for one connection. */
    abstract List<String> createUser(String name, String password);

    private HikariDataSource poolOf(String user, String password) {
        return database.as(user, password).pool(2);
    }

    private String newUser() {
        String user = "u" + USERS.incrementAndGet();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : createUser(user, "secret")) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return user;
    }

    /** Gives a user the rights that the guide names, but for one. */
    private void grant(String user, String without) {
        String guide = OperatingGuide.statement(database.platform(), "GRANT");
        assertThat(guide).contains(without);
        for (String statement : guide.replace(without, "").replace("shop", user).split(";\n", -1)) {
            TestDatabase.execute(pool, statement);
        }
    }

    private TestProcess processOf(HikariDataSource ofTheUser) {
        TestProcess process = new TestProcess(ofTheUser, builder -> builder.workerIds(7, 7));
        processes.add(process);
        return process;
    }

    @Test
    void theRightsOfTheGuideAreEnoughForEverything() {
        String user = newUser();
        grant(user, "");
        try (HikariDataSource ofTheUser = poolOf(user, "secret");
                CapturedLog log = new CapturedLog()) {
            TestProcess process = processOf(ofTheUser);
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            assertThat(lease.renewalFailure()).isNull();
            assertThat(process.registry.workers()).hasSize(1);
            lease.close();
            process.clock.move(Duration.ofMillis(2));
            process.acquire();
            process.heartbeats.beat();
            assertThat(log.lines())
                    .filteredOn(line -> !line.contains("before they are on disk")) // a test server need not be durable
                    .allSatisfy(line -> assertThat(line).startsWith("INFO").doesNotContain("Could not"));
            assertThat(catchThrowable(() -> TestDatabase.execute(ofTheUser, "CREATE TABLE more (id INT)")))
                    .as("the user may do nothing else")
                    .isNotNull();
            process.close();
        }
    }

    @Test
    void withoutTheRightToDeleteAllGoesOnAndOneLineSaysSo() {
        String user = newUser();
        grant(user, ", DELETE");
        try (HikariDataSource ofTheUser = poolOf(user, "secret");
                CapturedLog log = new CapturedLog()) {
            TestProcess process = processOf(ofTheUser);
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            process.heartbeats.beat();
            assertThat(lease.renewalFailure()).isNull();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("may not DELETE from snowkey_holder. The table grows"))
                    .hasSize(1);
            process.close();
        }
    }

    @Test
    void missingRightsAreNamed() {
        String user = newUser();
        grant(user, ", UPDATE");
        try (HikariDataSource ofTheUser = poolOf(user, "secret")) {
            sql("INSERT INTO snowkey_namespace VALUES " + founded());
            TestProcess process = processOf(ofTheUser);
            process(builder -> builder.workerIds(7, 7)).acquire().close();
            process.clock.move(Duration.ofMillis(2));
            WorkerRegistryException refused = refusal(process::acquire);
            assertThat(refused.reason()).isEqualTo(Reason.PERMISSION_DENIED);
            assertThat(refused).hasMessageContaining("SELECT, INSERT and UPDATE on snowkey_worker");
            process.close();
        }
    }

    private String founded() {
        return "('another', 0, 1, 41, 10, 12, 'WORKER_SEQUENCE', 0)";
    }

    @Test
    void aMissingColumnIsATableOfAnotherVersion() {
        TestProcess process = process("a");
        process.acquire();
        TestDatabase.execute(pool, "DROP VIEW snowkey_worker_status");
        TestDatabase.execute(pool, "ALTER TABLE snowkey_worker DROP COLUMN issued");
        process.heartbeats.beat();
        WorkerRegistryException refused = refusal(process::acquire);
        assertThat(refused.reason()).isEqualTo(Reason.SCHEMA_OUTDATED);
        assertThat(refused).hasMessageContaining("Upgrade them in one of these ways");
    }

    @Test
    void aFailedLoginIsNamedThoughThePoolReportsATimeout() {
        newUser(); // from then on every server asks for passwords
        try (HikariDataSource wrong = database.as("nobody", "knows").pool(1, config -> {
                    config.setInitializationFailTimeout(-1);
                    config.setConnectionTimeout(1_000);
                });
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(wrong).build()) {
            WorkerRegistryException refused = refusal(registry::acquire);
            assertThat(refused.reason()).isEqualTo(Reason.LOGIN_FAILED);
            assertThat(refused).hasMessageContaining("Check its name and password");
        }
    }

    @Test
    void aPoolThatTimesOutByItselfIsExhausted() throws Exception {
        try (HikariDataSource single = database.pool(1, config -> config.setConnectionTimeout(500));
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(single).build();
                var ofTheApplication = single.getConnection()) {
            WorkerRegistryException refused = refusal(registry::acquire);
            assertThat(refused.reason()).isEqualTo(Reason.POOL_EXHAUSTED);
            assertThat(refused).hasMessageContaining("let the pool have one more");
            assertThat(ofTheApplication.isValid(1)).isTrue();
        }
    }

    @Test
    void aNamespaceThatIsFoundedBesideOthersSaysSo() {
        try (CapturedLog log = new CapturedLog()) {
            process("a").acquire();
            assertThat(log.lines()).contains("INFO Founded the namespace 'default'");
            process(builder -> builder.namespace("defualt")).acquire();
            assertThat(log.lines())
                    .contains("WARN Founded the namespace 'defualt' beside 'default'. Ids are unique within a namespace"
                            + " only: is the name right?");
        }
    }

    @Test
    void aRowWithAbsurdTimesDoesNotEndTheList() {
        TestProcess process = process(builder -> builder.workerIds(7, 8));
        process.acquire();
        process.acquire();
        for (long absurd : List.of(Long.MAX_VALUE, 253_402_300_800_000L, -1L)) {
            sql("UPDATE snowkey_worker SET acquired_at_ms = " + absurd + ", heartbeat_at_ms = " + absurd
                    + ", expires_at_ms = " + absurd + ", reserved_until_ms = " + absurd + ", clock_skew_ms = " + absurd
                    + " WHERE worker_id = 7");
            assertThat(process.registry.workers())
                    .as("with %d", absurd)
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row.toString()).isNotBlank());
        }
    }
}
