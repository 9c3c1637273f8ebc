// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.TestDatabase;

/** "All rows from 12:00 to 12:02": by the primary key, whose ids hold the time, and by an index on a timestamp. */
final class TimeRange {

    private static final SnowflakeLayout LAYOUT = SnowflakeLayout.DEFAULT;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MILLIS_PER_ROW = 10;
    private static final int QUERIES = 200;

    private final RunLength runLength;
    private final ResultFiles files;
    private final ResultFiles raw = new ResultFiles("time-range", "database,by,milliseconds");

    TimeRange(RunLength runLength, ResultFiles files) {
        this.runLength = runLength;
        this.files = files;
    }

    void run() throws IOException, SQLException {
        files.tableHead(List.of(
                String.format(
                        Locale.ROOT, "1 %% of %,d rows, count and sum: median of %d", runLength.indexRows(), QUERIES),
                "by the key",
                "by an index on a timestamp",
                "ratio",
                "size of that index"));
        for (DatabaseServer server : DatabaseServer.values()) {
            TestDatabase plain = server.newDatabase();
            TestDatabase database = DatabaseServer.through(plain, DatabaseServer.port(plain), server.options(true));
            try (HikariDataSource pool = database.pool(1)) {
                fill(pool);
                row(server, pool);
            }
        }
        files.line("");
    }

    private void fill(HikariDataSource pool) throws SQLException {
        TestDatabase.execute(
                pool,
                "CREATE TABLE sold (id bigint NOT NULL PRIMARY KEY, created timestamp(3) NOT NULL, amount int, note varchar(40))");
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO sold (id, created, amount, note) VALUES (?, ?, ?, ?)")) {
                for (int row = 0; row < runLength.indexRows(); row++) {
                    Instant created = START.plusMillis((long) row * MILLIS_PER_ROW);
                    insert.setLong(1, LAYOUT.firstId(created) + row % 4096);
                    insert.setTimestamp(2, Timestamp.from(created));
                    insert.setInt(3, row % 1000);
                    insert.setString(4, "delivered to the neighbour, as usual");
                    insert.addBatch();
                    if (row % 1000 == 999) {
                        insert.executeBatch();
                    }
                }
            }
            connection.commit();
        }
        TestDatabase.execute(pool, "CREATE INDEX sold_created ON sold (created)");
    }

    private void row(DatabaseServer server, HikariDataSource pool) throws IOException, SQLException {
        TestDatabase.execute(pool, server == DatabaseServer.POSTGRESQL ? "VACUUM ANALYZE sold" : "ANALYZE TABLE sold");
        double bytes = DatabaseServer.number(
                pool,
                server == DatabaseServer.POSTGRESQL
                        ? "SELECT pg_relation_size('sold_created')"
                        : "SELECT stat_value * @@innodb_page_size FROM mysql.innodb_index_stats WHERE table_name = 'sold'"
                                + " AND database_name = database() AND index_name = 'sold_created' AND stat_name = 'size'");
        List<Double> byKey = new ArrayList<>();
        List<Double> byTime = new ArrayList<>();
        measure(pool, byKey, byTime);
        byKey.clear(); // that was to warm up
        byTime.clear();
        measure(pool, byKey, byTime);
        for (int query = 0; query < QUERIES; query++) {
            raw.row(String.format(Locale.ROOT, "%s,key,%.3f", server.csv(), byKey.get(query)));
            raw.row(String.format(Locale.ROOT, "%s,timestamp,%.3f", server.csv(), byTime.get(query)));
        }
        double key = Quartiles.of(byKey).median();
        double time = Quartiles.of(byTime).median();
        files.tableRow(List.of(
                server.label(),
                String.format(Locale.ROOT, "%.2f ms", key),
                String.format(Locale.ROOT, "%.2f ms", time),
                String.format(Locale.ROOT, "%.2f", key / time),
                String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)));
    }

    private void measure(HikariDataSource pool, List<Double> byKey, List<Double> byTime) throws SQLException {
        Random random = new Random(4711);
        int length = runLength.indexRows() / 100;
        try (Connection connection = pool.getConnection();
                PreparedStatement key = query(connection, "id BETWEEN ? AND ?");
                PreparedStatement time = query(connection, "created BETWEEN ? AND ?")) {
            for (int query = 0; query < QUERIES; query++) {
                int first = random.nextInt(runLength.indexRows() - length);
                Instant from = START.plusMillis((long) first * MILLIS_PER_ROW);
                Instant to = from.plusMillis((long) (length - 1) * MILLIS_PER_ROW);
                key.setLong(1, LAYOUT.firstId(from));
                key.setLong(2, LAYOUT.lastId(to));
                byKey.add(millis(key, length));
                time.setTimestamp(1, Timestamp.from(from));
                time.setTimestamp(2, Timestamp.from(to));
                byTime.add(millis(time, length));
            }
        }
    }

    private static PreparedStatement query(Connection connection, String where) throws SQLException {
        return connection.prepareStatement("SELECT count(*), sum(amount) FROM sold WHERE " + where);
    }

    private static double millis(PreparedStatement query, int expected) throws SQLException {
        long started = System.nanoTime();
        try (ResultSet rows = query.executeQuery()) {
            rows.next();
            if (rows.getInt(1) != expected) {
                throw new IllegalStateException(rows.getInt(1) + " rows, not " + expected);
            }
        }
        return (System.nanoTime() - started) / 1e6;
    }
}
