// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/reading-in-order.md says of readers: a transaction that commits late is skipped by the naive one alone. */
final class ReadingInOrderTest {

    /** All on one clock here; a key is drawn at most so long before its transaction begins. */
    private static final long SKEW_MILLIS = 1_000;

    private static final int TRIES = 600;

    private interface Reader {
        /** Reads what is new, in a transaction of its own that is open. */
        List<Long> read(Connection connection) throws SQLException;
    }

    private static TestDatabase database(String platform) {
        return platform.equals("postgresql") ? TestDatabase.postgres() : TestDatabase.mariadb();
    }

    private static String statement(String platform, String name) {
        return OperatingGuide.statements("reading-in-order.md", name).stream()
                .filter(it -> name.equals("naive")
                        || OperatingGuide.statements("reading-in-order.md", platform)
                                .contains(it))
                .findFirst()
                .orElseThrow();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * A slow transaction draws the first key and commits last, with the reader asking at every step, and then until it
     * has seen all of them, or the one that it is known to skip will not come any more.
     */
    private static List<Long> follow(String platform, List<String> preparations, Reader reader) throws Exception {
        long first;
        List<Long> seen = new ArrayList<>();
        try (HikariDataSource pool = database(platform).pool(4);
                Connection slow = pool.getConnection();
                Connection fast = pool.getConnection();
                Connection reading = pool.getConnection()) {
            run(fast, "CREATE TABLE outbox (id BIGINT PRIMARY KEY, message VARCHAR(100), done INT NOT NULL DEFAULT 0)");
            for (String preparation : preparations) {
                run(fast, preparation);
            }
            reading.setAutoCommit(false);
            reading.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            slow.setAutoCommit(false);
            run(slow, "SELECT 1 FROM outbox");
            first = SnowflakeLayout.DEFAULT.firstId(Instant.now());
            insert(slow, first);
            step(reading, reader, seen);
            insert(fast, first + 1);
            step(reading, reader, seen);
            insert(fast, first + 2);
            step(reading, reader, seen);
            slow.commit();
            step(reading, reader, seen);
            for (int i = 0; i < TRIES && !seen.contains(first + 2); i++) {
                Thread.sleep(200); // asked sooner, MariaDB shows the transactions of 100 ms ago
                step(reading, reader, seen);
            }
            step(reading, reader, seen);
        }
        return seen.stream().map(id -> id - first).toList();
    }

    private static void insert(Connection connection, long id) throws SQLException {
        run(connection, "INSERT INTO outbox (id, message) VALUES (" + id + ", 'm')");
    }

    private static void step(Connection reading, Reader reader, List<Long> seen) throws SQLException {
        seen.addAll(reader.read(reading));
        reading.commit();
    }

    private static List<Long> ids(Connection connection, String sql) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong("id"));
            }
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void theNaiveWaySkips(String platform) throws Exception {
        long[] last = {0};
        List<Long> seen = follow(platform, List.of(), connection -> {
            List<Long> read = ids(connection, statement(platform, "naive").replace(":last", Long.toString(last[0])));
            read.forEach(id -> last[0] = id);
            return read;
        });
        assertThat(seen).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void aClaimedBatch(String platform) throws Exception {
        List<Long> seen = follow(platform, List.of(), connection -> {
            List<Long> read = ids(connection, statement(platform, "claim"));
            for (long id : read) {
                run(connection, statement(platform, "done").replace(":id", Long.toString(id)));
            }
            return read;
        });
        assertThat(seen).containsExactlyInAnyOrder(0L, 1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = "postgresql")
    void aSnapshotHorizon(String platform) throws Exception {
        String[] lastTx = {"0"};
        long[] last = {0};
        List<Long> seen = follow(platform, List.of(statement(platform, "column")), connection -> {
            List<Long> read = new ArrayList<>();
            String sql = statement(platform, "horizon")
                    .replace(":lastTx", "'" + lastTx[0] + "'")
                    .replace(":last", Long.toString(last[0]));
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    lastTx[0] = rows.getString("tx");
                    last[0] = rows.getLong("id");
                    read.add(last[0]);
                }
            }
            return read;
        });
        assertThat(seen).containsExactlyInAnyOrder(0L, 1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void aLagThatIsMeasured(String platform) throws Exception {
        long[] last = {0};
        List<Long> seen = follow(platform, List.of(), connection -> {
            Instant horizon = Instant.ofEpochMilli(oldest(connection, platform) - SKEW_MILLIS);
            List<Long> read = ids(
                    connection,
                    statement(platform, "lag")
                            .replace(":last", Long.toString(last[0]))
                            .replace(":horizon", Long.toString(SnowflakeLayout.DEFAULT.firstId(horizon))));
            read.forEach(id -> last[0] = id);
            return read;
        });
        assertThat(seen).containsExactly(0L, 1L, 2L);
    }

    private static long oldest(Connection connection, String platform) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(statement(platform, "oldest"));
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong("oldest_ms");
        }
    }
}
