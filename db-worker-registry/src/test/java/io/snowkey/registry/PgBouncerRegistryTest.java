// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The contract of the registry on PostgreSQL once more, through PgBouncer in transaction mode, where no state of a
 * session survives a transaction. Reported as skipped where there is no PgBouncer.
 */
@EnabledIf(
        value = "io.snowkey.registry.PgBouncer#isThere",
        disabledReason = "no pgbouncer on the PATH or in /usr/sbin; on Debian: apt-get install -y pgbouncer")
final class PgBouncerRegistryTest extends RegistryTck {

    @RegisterExtension
    static final SharedPool POOL = new SharedPool(() -> PgBouncer.newDatabase("prepareThreshold=0"));

    @Override
    protected DataSource dataSource() {
        return POOL.get();
    }

    @Override
    protected String inTimeZone() {
        return "SET TIME ZONE 'Pacific/Auckland'";
    }

    private interface OnPgBouncer extends DatabaseKind {

        @Override
        default TestDatabase newDatabase() {
            return PgBouncer.newDatabase("prepareThreshold=0");
        }

        @Override
        default String product() {
            return "PostgreSQL";
        }
    }

    @Nested
    final class Schema extends SchemaContract implements OnPgBouncer {}

    @Nested
    final class Operating extends OperatingContract implements OnPgBouncer {}

    @Nested
    final class Migration extends MigrationContract implements OnPgBouncer {}

    /** Nothing of a key from SQL is kept in a session: neither a lock nor a setting. */
    @Test
    void keysFromSqlAndFromJvms() throws Exception {
        TestDatabase database = newSqlWriter(PgBouncer.newDatabase("prepareThreshold=0"));
        MixedWriters writers = new MixedWriters(database, 20);
        List<Long> keys = writers.run(() -> {});
        assertThat(writers.refusals()).isEmpty();
        assertThat(keys).hasSizeGreaterThanOrEqualTo(2 * 20 * 11).doesNotHaveDuplicates();
    }

    private static TestDatabase newSqlWriter(TestDatabase database) {
        database.withSchema().withFunctions();
        try (HikariDataSource pool = database.pool(2)) {
            TestProcess founder = new TestProcess(pool, builder -> builder);
            founder.acquire();
            founder.close();
            TestDatabase.execute(pool, "SELECT snowkey_start_sql_writer('default')");
            TestDatabase.execute(
                    pool, "CREATE TABLE orders (id BIGINT PRIMARY KEY DEFAULT snowkey_next_id('default'), item TEXT)");
        }
        return database;
    }

    /**
     * Why the guide asks for {@code prepareThreshold=0}: two clients give their statements the same names, on the same
     * connections to the server. Heartbeats fail, the error says what to set, and no lease is lost.
     */
    @Test
    void statementsPreparedOnTheServerGetInEachOthersWay() throws SQLException {
        assumeThat(PgBouncer.version())
                .as("from 1.21 on, PgBouncer can keep them apart")
                .startsWith("PgBouncer 1.1");
        TestDatabase database = PgBouncer.newDatabase("prepareThreshold=5").withSchema();
        RecordingObserver observer = new RecordingObserver();
        try (HikariDataSource one = database.pool(PgBouncer.BACKENDS);
                HikariDataSource two = database.pool(1);
                TestProcess first = new TestProcess(one, builder -> builder.observer(observer));
                TestProcess second = new TestProcess(two, builder -> builder.observer(observer))) {
            occupyEveryBackend(one);
            List.of(first, second).forEach(TestProcess::acquire);
            for (int i = 0; i < 40; i++) {
                first.heartbeats.beat();
                second.heartbeats.beat();
            }
            List<RecordingObserver.Call> told = observer.newCalls();
            assertThat(told)
                    .extracting(RecordingObserver.Call::name)
                    .contains("heartbeatFailed")
                    .doesNotContain("leaseLost");
            assertThat(told)
                    .filteredOn(call -> call.name().equals("heartbeatFailed"))
                    .allSatisfy(call -> assertThat(call.failure()).contains("prepareThreshold=0"));
        }
    }

    @Test
    void aSessionDoesNotOutliveATransactionThere() throws SQLException {
        try (HikariDataSource pool = new Operating().newDatabase().pool(4)) {
            occupyEveryBackend(pool);
            try (var connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("SET snowkey.test = 'remembered'");
                Set<String> backends = new HashSet<>();
                Set<String> remembered = new HashSet<>();
                for (int i = 0; i < 12; i++) {
                    try (var rows = statement.executeQuery(
                            "SELECT pg_backend_pid(), coalesce(current_setting('snowkey.test', true), 'lost')")) {
                        rows.next();
                        backends.add(rows.getString(1));
                        remembered.add(rows.getString(2));
                    }
                }
                assertThat(backends).hasSize(PgBouncer.BACKENDS);
                assertThat(remembered).containsExactlyInAnyOrder("remembered", "lost");
            }
        }
    }

    /** Transactions at the same time: after them, PgBouncer has all the connections to the server that it may have. */
    private static void occupyEveryBackend(HikariDataSource pool) throws SQLException {
        occupy(pool, PgBouncer.BACKENDS);
    }

    private static void occupy(HikariDataSource pool, int more) throws SQLException {
        if (more == 0) {
            return;
        }
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT 1");
            occupy(pool, more - 1);
            connection.rollback();
        }
    }
}
