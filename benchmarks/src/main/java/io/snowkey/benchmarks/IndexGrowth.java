// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.TestDatabase;

/** Fills the index of a primary key with real inserts, in the order in which keys really arrive. */
final class IndexGrowth {

    /**
     * What became of an index.
     *
     * @param bytes of the whole index; on MariaDB of the table, which is one with it
     * @param leafFill how full its leaves are, in percent: as pgstatindex says it, or on MariaDB the bytes of rows by
     *     those of leaves
     * @param rowsPerSecond while it grew
     */
    record Grown(double bytes, double leafFill, double rowsPerSecond) {}

    private final DatabaseServer server;
    private final TestDatabase database;
    private final int rows;

    IndexGrowth(DatabaseServer server, int rows) {
        this.server = server;
        TestDatabase plain = server.newDatabase();
        this.database = DatabaseServer.through(plain, DatabaseServer.port(plain), server.options(true));
        this.rows = rows;
    }

    Grown grow(IndexCase keys) throws SQLException, InterruptedException {
        try (HikariDataSource pool = database.pool(keys.workers() + 1)) {
            TestDatabase.execute(pool, "DROP TABLE IF EXISTS grown");
            TestDatabase.execute(
                    pool,
                    "CREATE TABLE grown (id " + column(keys) + " PRIMARY KEY"
                            + (server == DatabaseServer.POSTGRESQL
                                    ? " WITH (fillfactor = " + keys.fillFactor() + ")"
                                    : "")
                            + ")");
            long started = System.nanoTime();
            insert(pool, keys);
            double rate = keys.rows(rows) * 1e9 / (System.nanoTime() - started);
            return server == DatabaseServer.POSTGRESQL ? postgresql(pool, rate) : mariadb(pool, keys, rate);
        }
    }

    private String column(IndexCase keys) {
        if (!isIdentity(keys)) {
            return keys.type() + " NOT NULL";
        }
        return server == DatabaseServer.POSTGRESQL
                ? "BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY"
                : "BIGINT NOT NULL AUTO_INCREMENT";
    }

    private static boolean isIdentity(IndexCase keys) {
        return keys.type().equals(IndexCase.IDENTITY);
    }

    private void insert(HikariDataSource pool, IndexCase keys) throws SQLException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(keys.workers());
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < keys.workers(); worker++) {
                Supplier<Object> ids = keys.keys().apply(worker);
                // Here, and not all at once: a pool that is asked by many while it grows may leave one of them waiting.
                Connection connection = pool.getConnection();
                workers.add(executor.submit(() -> {
                    try (connection) {
                        insert(connection, ids, keys);
                    }
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(keys.label(), e);
        } finally {
            executor.shutdown();
        }
    }

    private void insert(Connection connection, Supplier<Object> ids, IndexCase keys) throws SQLException {
        long pause = keys.pace() == 0 ? 0 : 1_000_000_000L * keys.workers() * keys.batch() / keys.pace();
        // Workers do not agree on when to begin.
        long due = System.nanoTime()
                + (pause == 0 ? 0 : ThreadLocalRandom.current().nextLong(pause));
        connection.setAutoCommit(false);
        boolean asks = !isIdentity(keys);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO grown (id) VALUES (" + (asks ? "?" : "DEFAULT") + ")")) {
            for (int done = 0; done < keys.rows(rows) / keys.workers(); done += keys.batch()) {
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                due += pause;
                for (int row = 0; row < keys.batch(); row++) {
                    if (asks) {
                        insert.setObject(1, ids.get());
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
            }
        }
    }

    private static Grown postgresql(HikariDataSource pool, double rate) throws SQLException {
        TestDatabase.execute(pool, "CREATE EXTENSION IF NOT EXISTS pgstattuple");
        return new Grown(
                DatabaseServer.number(pool, "SELECT pg_relation_size('grown_pkey')"),
                DatabaseServer.number(pool, "SELECT avg_leaf_density FROM pgstatindex('grown_pkey')"),
                rate);
    }

    private Grown mariadb(HikariDataSource pool, IndexCase keys, double rate) throws SQLException {
        TestDatabase.execute(pool, "ANALYZE TABLE grown");
        String page = "SELECT stat_value * @@innodb_page_size FROM mysql.innodb_index_stats WHERE table_name = 'grown'"
                + " AND database_name = database() AND index_name = 'PRIMARY' AND stat_name = ";
        int key = keys.type().equals("uuid") ? 16 : 8;
        int row = 5 + key + 6 + 7; // header, key, transaction, pointer to the undo log
        return new Grown(
                DatabaseServer.number(pool, page + "'size'"),
                100.0 * keys.rows(rows) * row / DatabaseServer.number(pool, page + "'n_leaf_pages'"),
                rate);
    }
}
