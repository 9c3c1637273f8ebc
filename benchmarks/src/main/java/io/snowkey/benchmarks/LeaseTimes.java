// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.TestDatabase;

/** Measures how long leases take that are asked for at once. Each measurement has a new namespace. */
final class LeaseTimes {

    private final TestDatabase database;
    private int namespaces;

    LeaseTimes(DatabaseServer server) {
        this.database = server.newDatabase().withSchema();
    }

    /** Milliseconds until the last of them is there. */
    double millis(int leases) throws SQLException, InterruptedException {
        try (HikariDataSource pool = warmPool(database);
                JdbcWorkerRegistry registry = registry(pool)) {
            return ThunderingHerd.millis(
                    Collections.nCopies(leases, () -> registry.acquire().claim().workerId()));
        }
    }

    /** Of one lease in a namespace that is there already. */
    double roundTrips() throws IOException, SQLException {
        try (DelayedNetwork network = DatabaseServer.network(database, Duration.ofMillis(1));
                HikariDataSource pool = warmPool(DatabaseServer.through(database, network.port(), ""));
                JdbcWorkerRegistry founder = registry(pool)) {
            founder.acquire().close();
            List<Double> each = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                try (JdbcWorkerRegistry registry = registry(pool, namespaces)) {
                    long before = network.roundTrips();
                    registry.acquire().claim();
                    each.add((double) (network.roundTrips() - before));
                }
            }
            return Quartiles.of(each).median();
        }
    }

    private JdbcWorkerRegistry registry(HikariDataSource pool) {
        return registry(pool, ++namespaces);
    }

    private static JdbcWorkerRegistry registry(HikariDataSource pool, int namespace) {
        return JdbcWorkerRegistry.builder(pool).namespace("leases" + namespace).build();
    }

    /** Ten connections that are there already. */
    static HikariDataSource warmPool(TestDatabase database) throws SQLException {
        HikariDataSource pool = database.pool(10, config -> config.setConnectionTimeout(60_000));
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(pool.getConnection());
        }
        for (Connection connection : all) {
            connection.close();
        }
        return pool;
    }
}
