// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeGenerator;

/**
 * JVMs with leases and several kinds of SQL writers on one table, while transactions are rolled back and the database
 * crashes. A key counts from the moment at which a client knows of it, whether or not its row was ever committed.
 */
final class MixedWriters {

    /** What breaks the database, and waits until it is back. */
    interface Crash {
        void run() throws Exception;
    }

    private static final int WRITERS_OF_A_KIND = 2;

    private final TestDatabase database;
    private final int rounds;
    private final Queue<Long> keys = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger done = new AtomicInteger();

    /** Of a table {@code orders} whose key SQL fills in, with a column {@code item}. */
    MixedWriters(TestDatabase database, int rounds) {
        this.database = database;
        this.rounds = rounds;
    }

    private interface Round {
        void run(Connection connection, int number) throws SQLException;
    }

    /** Runs them all, and gives every key that anybody knew of. */
    List<Long> run(Crash crash) throws Exception {
        try (HikariDataSource pool =
                        database.pool(3 * WRITERS_OF_A_KIND + 2, config -> config.setConnectionTimeout(60_000));
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pool)
                        .ttl(Duration.ofSeconds(2))
                        .heartbeat(Duration.ofSeconds(1))
                        .reservation(Duration.ofMinutes(5))
                        .build()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < WRITERS_OF_A_KIND; i++) {
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(registry.acquire()).build();
                threads.add(writer(pool, (connection, n) -> ofAJvm(connection, ids.nextId())));
                threads.add(writer(pool, this::ofADefault));
                threads.add(writer(pool, this::inBulk));
            }
            threads.forEach(Thread::start);
            int all = threads.size() * rounds;
            for (int third = 1; third <= 2; third++) {
                while (done.get() < all * third / 3 && threads.stream().anyMatch(Thread::isAlive)) {
                    Thread.sleep(5);
                }
                crash.run();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        return new ArrayList<>(keys);
    }

    /** What was refused with a duplicate key: the table itself is a witness, too. */
    List<String> refusals() {
        return new ArrayList<>(refusals);
    }

    private Thread writer(HikariDataSource pool, Round round) {
        return new Thread(() -> {
            int failures = 0;
            for (int n = 0; n < rounds && failures < 1000; ) {
                try (Connection connection = pool.getConnection()) {
                    try {
                        connection.setAutoCommit(false);
                        round.run(connection, n);
                        if (n % 3 == 0) {
                            connection.rollback();
                        } else {
                            connection.commit();
                        }
                    } catch (SQLException e) {
                        pool.evictConnection(connection); // H2's pool does not see that the database is gone
                        throw e;
                    }
                    n++;
                    done.incrementAndGet();
                } catch (SQLException e) { // the database is away, or comes back
                    failures++;
                    if (SqlStates.isDuplicateKey(e)) {
                        refusals.add(String.valueOf(e.getMessage()));
                        n++;
                        done.incrementAndGet();
                    }
                }
            }
        });
    }

    private void ofAJvm(Connection connection, long id) throws SQLException {
        keys.add(id);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO orders (id, item) VALUES (?, 'jvm')")) {
            insert.setLong(1, id);
            insert.executeUpdate();
        }
    }

    /** The key is known to this client once it has read it, whatever becomes of the transaction. */
    private void ofADefault(Connection connection, int round) throws SQLException {
        String item = Thread.currentThread().getName() + "-" + round + "-" + System.nanoTime();
        insert(connection, "INSERT INTO orders (item) VALUES ('" + item + "')");
        read(connection, item);
    }

    private void inBulk(Connection connection, int round) throws SQLException {
        String item = Thread.currentThread().getName() + "-" + round + "-" + System.nanoTime();
        insert(
                connection,
                "INSERT INTO orders (item) SELECT '" + item + "' FROM"
                        + " (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5"
                        + " UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) nine");
        read(connection, item);
    }

    private static void insert(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private void read(Connection connection, String item) throws SQLException {
        List<Long> read = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM orders WHERE item = '" + item + "'")) {
            while (rows.next()) {
                read.add(rows.getLong(1));
            }
        }
        keys.addAll(read);
    }
}
