// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeLayout;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Keys from SQL on PostgreSQL. */
final class SqlWriterPostgreSqlTest extends SqlWriterContract {

    @Override
    public TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    void createTable(String name, String namespace) {
        TestDatabase.execute(
                pool,
                "CREATE TABLE " + name + " (id BIGINT PRIMARY KEY DEFAULT snowkey_next_id('" + namespace
                        + "'), item TEXT)");
    }

    @Override
    String start(String namespace, String range) {
        return "SELECT snowkey_start_sql_writer('" + namespace + "'" + range + ")";
    }

    @Override
    String stop(String namespace) {
        return "SELECT CAST(snowkey_stop_sql_writer('" + namespace + "') AS INTEGER)";
    }

    @Override
    void moveMark(String namespace, SnowflakeLayout layout, long worker, Instant instant) throws SQLException {
        long ticks = (instant.toEpochMilli() - layout.epoch().toEpochMilli())
                / layout.tick().toMillis();
        long state = (worker << (layout.timestampBits() + layout.sequenceBits())) | (ticks << layout.sequenceBits());
        number("SELECT setval(mark, " + state + ") FROM snowkey_sql_writer WHERE namespace = '" + namespace + "'");
    }

    /** A process of the server that is killed takes all others down, and the server replays its log, as after any crash. */
    @Override
    void kill() throws Exception {
        try (Connection victim = newConnection()) {
            Optional<ProcessHandle> backend = ProcessHandle.of(number(victim, "SELECT pg_backend_pid()"));
            assumeTrue(backend.isPresent(), "the server is on another machine");
            backend.get().destroyForcibly();
            backend.get().onExit().join(); // the server refuses connections from the moment at which it knows
        }
    }

    @Override
    void keepTheMarkInATable() throws SQLException {
        sqlDone("CREATE TABLE mark AS SELECT pg_sequence_last_value(mark) AS s FROM snowkey_sql_writer");
        sqlDone("CREATE FUNCTION table_next(REGCLASS) RETURNS BIGINT LANGUAGE SQL AS"
                + " 'UPDATE public.mark SET s = s + 1 RETURNING s'");
        sqlDone("CREATE FUNCTION table_set(REGCLASS, BIGINT) RETURNS BIGINT LANGUAGE SQL AS"
                + " 'UPDATE public.mark SET s = $2 RETURNING s'");
        sqlDone("CREATE FUNCTION table_last(REGCLASS) RETURNS BIGINT LANGUAGE SQL AS 'SELECT s FROM public.mark'");
        String function;
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_get_functiondef('snowkey_sql_reserve'::regproc)")) {
            row.next();
            function = row.getString(1);
        }
        sqlDone(function.replace("pg_sequence_last_value", "table_last")
                .replace("setval", "table_set")
                .replace("nextval", "table_next")
                .replace("RAISE EXCEPTION USING ERRCODE = 'SK000';", ""));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Such a transaction sees the row as it was; the sequence tells it better. */
    @Test
    void anOldSnapshotIssuesNothingUnderAReleasedWorkerId() throws SQLException {
        found("default", SnowflakeLayout.DEFAULT);
        number(start("default", ", 7, 7"));
        try (Connection old = pool.getConnection()) {
            old.setAutoCommit(false);
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            number(old, nextId("default"));
            number(stop("default"));
            assertRefused(old, "The SQL writer of the namespace 'default' was stopped");
        }
        number(start("default", ", 7, 7"));
        number(nextId("default"));
        try (Connection old = pool.getConnection()) {
            old.setAutoCommit(false);
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            number(old, nextId("default"));
            number(stop("default"));
            number(start("default", ", 8, 8"));
            assertRefused(old, "The SQL writer of the namespace 'default' was stopped");
            number(old, "SELECT 1");
            number(nextId("default"));
            assertRefused(old, "The SQL writer of the namespace 'default' was stopped");
        }
    }

    private void assertRefused(Connection connection, String message) throws SQLException {
        run(connection, "SAVEPOINT before");
        assertThatThrownBy(() -> number(connection, nextId("default"))).hasMessageContaining(message);
        run(connection, "ROLLBACK TO before");
    }

    @Test
    void aRolledBackStopLeavesTheWriterClosedUntilARestart() throws SQLException {
        found("default", SnowflakeLayout.DEFAULT);
        startWriter("default");
        long last = number(nextId("default"));
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            number(connection, stop("default"));
            connection.rollback();
        }
        assertThatThrownBy(() -> number(nextId("default"))).hasMessageContaining("a stop was rolled back");
        startWriter("default");
        assertThat(number(nextId("default"))).isGreaterThan(last);
    }

    private static String nextIds(String namespace, int count) {
        return "SELECT snowkey_next_ids('" + namespace + "', " + count + ")";
    }

    /** Also more than a tick holds, and between single ones. */
    @Test
    void manyKeysOfOneCallAreOneAfterTheOther() throws SQLException {
        List<SnowflakeLayout> layouts = List.of(
                SnowflakeLayout.DEFAULT,
                TINY,
                SnowflakeLayout.SONYFLAKE,
                SnowflakeLayout.builder()
                        .sequenceBits(5)
                        .order(SnowflakeLayout.Order.SEQUENCE_WORKER)
                        .build());
        for (int i = 0; i < layouts.size(); i++) {
            SnowflakeLayout layout = layouts.get(i);
            String namespace = "many" + i;
            found(namespace, layout);
            sqlDone("UPDATE snowkey_worker SET reserved_until_ms = 1 WHERE namespace = '" + namespace + "'");
            long sql = startWriter(namespace);
            long before = System.currentTimeMillis() - layout.tick().toMillis();
            List<Long> ids = new ArrayList<>();
            for (int call = 0; call < 3; call++) {
                ids.addAll(numbers(nextIds(namespace, 101)));
                ids.add(number(nextId(namespace)));
            }
            long after = System.currentTimeMillis() + layout.tick().toMillis();
            assertThat(ids)
                    .as("%s", layout)
                    .hasSize(306)
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(ids).allSatisfy(id -> {
                assertThat(layout.decode(id).workerId()).isEqualTo(sql);
                assertThat(layout.decode(id).instant().toEpochMilli()).isBetween(before, after);
            });
        }
        assertThat(numbers(nextIds("many0", 0))).isEmpty();
        assertThatThrownBy(() -> numbers(nextIds("many0", -1))).hasMessageContaining("must be 0 or more");
        assertThatThrownBy(() -> number("SELECT snowkey_sql_reserve('many1', 5)"))
                .hasMessageContaining("Keys to reserve: 5, must be 1 to 4");
    }

    /** An hour ahead of the clock, in a transaction that is rolled back, and by several at once. */
    @Test
    void manyKeysOfOneCallAreNeverRepeated() throws Exception {
        found("default", TINY);
        long worker = startWriter("default");
        number(nextId("default"));
        moveMark("default", TINY, worker, Instant.now().plusSeconds(3600));
        Queue<Long> ids = new ConcurrentLinkedQueue<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (HikariDataSource four = database.pool(4)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 20; i++) {
                        try (Connection connection = four.getConnection()) {
                            connection.setAutoCommit(false);
                            try (Statement statement = connection.createStatement();
                                    ResultSet rows = statement.executeQuery(nextIds("default", 1 + i))) {
                                while (rows.next()) {
                                    ids.add(rows.getLong(1));
                                }
                            }
                            connection.rollback();
                        } catch (SQLException e) {
                            failures.add(e);
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(failures).isEmpty();
        assertThat(new ArrayList<>(ids)).hasSize(4 * 20 * 21 / 2).doesNotHaveDuplicates();
    }

    /** A user without any right on the tables of the registry inserts; only the owner starts and stops. */
    @Test
    void aUserOfTheTableNeedsNoRightOnTheRegistry() throws SQLException {
        found("default", SnowflakeLayout.DEFAULT);
        startWriter("default");
        createTable("orders", "default");
        String user = "colleague" + System.nanoTime();
        sqlDone("CREATE ROLE " + user + " LOGIN PASSWORD 'secret'");
        sqlDone("GRANT INSERT, SELECT ON orders TO " + user);
        TestDatabase asUser = database.as(user, "secret");
        try (HikariDataSource other = asUser.pool(1);
                Connection connection = other.getConnection()) {
            assertThatThrownBy(() -> run(connection, "SELECT * FROM snowkey_worker"))
                    .hasMessageContaining("permission denied");
            run(connection, "SET search_path = pg_catalog");
            run(connection, "INSERT INTO public.orders (item) VALUES ('x')");
            assertThat(number(connection, "SELECT public.snowkey_worker_of('default', id) FROM public.orders"))
                    .isNotNegative();
            assertThatThrownBy(() -> run(connection, "SELECT public.snowkey_stop_sql_writer('default')"))
                    .hasMessageContaining("permission denied");
        }
    }

    /** The lock ends with the call, also where a call is cancelled or fails. */
    @Test
    void aCallThatIsCancelledLeavesNoLock() throws SQLException {
        found("default", SnowflakeLayout.DEFAULT);
        startWriter("default");
        number(nextId("default"));
        try (Connection blocking = pool.getConnection();
                Connection cancelled = pool.getConnection()) {
            blocking.setAutoCommit(false);
            run(
                    blocking,
                    "SELECT pg_advisory_xact_lock(5930273419264 + CAST(CAST(mark AS OID) AS BIGINT))"
                            + " FROM snowkey_sql_writer");
            run(cancelled, "SET statement_timeout = 200");
            assertThatThrownBy(() -> number(cancelled, nextId("default"))).hasMessageContaining("statement timeout");
            blocking.rollback();
            assertThat(number(nextId("default"))).isPositive();
            assertThat(number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
                    .isZero();
        }
    }

    private void sqlDone(String statement) {
        TestDatabase.execute(pool, statement);
    }
}
