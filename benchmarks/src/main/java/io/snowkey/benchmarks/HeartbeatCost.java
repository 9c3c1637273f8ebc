// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.RegistryObserver;
import io.snowkey.registry.TestDatabase;

/**
 * What one heartbeat costs, from a warm pool.
 *
 * @param millis until it was answered, with no network between
 */
record HeartbeatCost(double statements, double roundTrips, double millis) {

    private static final Duration HEARTBEAT = Duration.ofMillis(200);
    private static final int BEATS = 15;

    /** Hears of every heartbeat that got through. */
    private static final class Beats implements RegistryObserver {

        final List<Double> millis = new CopyOnWriteArrayList<>();

        @Override
        public void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {
            millis.add(took.toNanos() / 1e6);
        }
    }

    static HeartbeatCost measure(DatabaseServer server) throws IOException, SQLException, InterruptedException {
        TestDatabase database = server.newDatabase().withSchema();
        double millis;
        try (HikariDataSource pool = LeaseTimes.warmPool(database)) {
            Beats beats = new Beats();
            try (JdbcWorkerRegistry registry = registry(pool, beats)) {
                registry.acquire().claim();
                await(beats, BEATS);
            }
            millis = Quartiles.of(beats.millis.subList(2, BEATS)).median(); // after the first ones, which warm up
        }
        StatementCounter statements = new StatementCounter();
        try (DelayedNetwork network = DatabaseServer.network(database, Duration.ofMillis(1));
                HikariDataSource pool = LeaseTimes.warmPool(DatabaseServer.through(database, network.port(), ""))) {
            Beats beats = new Beats();
            try (JdbcWorkerRegistry registry = registry(statements.on(pool), beats)) {
                registry.acquire().claim();
                await(beats, 2); // the first one also forgets former holders, once
                Thread.sleep(HEARTBEAT.toMillis() / 2);
                int beatsBefore = beats.millis.size();
                long statementsBefore = statements.executed();
                long roundTripsBefore = network.roundTrips();
                await(beats, beatsBefore + BEATS);
                Thread.sleep(HEARTBEAT.toMillis() / 2);
                double counted = beats.millis.size() - beatsBefore;
                return new HeartbeatCost(
                        (statements.executed() - statementsBefore) / counted,
                        (network.roundTrips() - roundTripsBefore) / counted,
                        millis);
            }
        }
    }

    private static JdbcWorkerRegistry registry(DataSource dataSource, RegistryObserver observer) {
        return JdbcWorkerRegistry.builder(dataSource)
                .heartbeat(HEARTBEAT)
                .observer(observer)
                .build();
    }

    private static void await(Beats beats, int count) throws InterruptedException {
        while (beats.millis.size() < count) {
            Thread.sleep(5);
        }
    }
}
