// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.RegistryObserver;
import io.snowkey.registry.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/** How long generators stand still after an outage has ended: their claims have run out by then. */
record Outage(double firstSeconds, double medianSeconds, double lastSeconds) {

    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration RESERVATION = Duration.ofSeconds(6);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(12);

    /** With a server of its own, which takes a connection from each worker. */
    static Outage measure(int workers) throws IOException, SQLException, InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("max_connections", Integer.toString(workers + 50))
                .start()) {
            TestDatabase direct = new TestDatabase(
                            "postgresql", server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres")
                    .withSchema();
            try (Network network = Server.network(direct, Duration.ZERO)) {
                return measure(workers, Server.through(direct, network.port(), ""), network);
            }
        }
    }

    /** A registry with a pool of its own for each worker, as if each were a process. */
    private static Outage measure(int workers, TestDatabase database, Network network) throws InterruptedException {
        List<HikariDataSource> pools = new ArrayList<>();
        List<JdbcWorkerRegistry> registries = new ArrayList<>();
        List<SnowflakeGenerator> generators = new ArrayList<>();
        List<Recovery> recoveries = new ArrayList<>();
        try {
            for (int i = 0; i < workers; i++) {
                pools.add(database.pool(1));
                recoveries.add(new Recovery());
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pools.get(i))
                        .heartbeat(HEARTBEAT)
                        .reservation(RESERVATION)
                        .observer(recoveries.get(i))
                        .build();
                registries.add(registry);
                generators.add(
                        SnowflakeGenerator.builder().lease(registry.acquire()).build());
                recoveries.get(i).watch(generators.get(i));
            }
            Thread.sleep(HEARTBEAT.toMillis());
            network.cut();
            Thread.sleep(LONG_ENOUGH.toMillis());
            if (generators.stream().anyMatch(Outage::issues)) {
                throw new IllegalStateException("an id was issued after the reservation ended");
            }
            long ended = System.nanoTime();
            network.restore();
            recoveries.forEach(recovery -> recovery.outageEnded(ended));
            List<Double> seconds = new ArrayList<>();
            for (Recovery recovery : recoveries) {
                seconds.add(recovery.seconds.join());
            }
            seconds.sort(null);
            return new Outage(seconds.get(0), Sample.of(seconds).median(), seconds.get(workers - 1));
        } finally {
            registries.forEach(JdbcWorkerRegistry::close);
            pools.forEach(HikariDataSource::close);
        }
    }

    /** Takes an id as soon as the worker is told that it may, until it gets one. */
    private static final class Recovery implements RegistryObserver {

        final CompletableFuture<Double> seconds = new CompletableFuture<>();
        private volatile @Nullable SnowflakeGenerator generator;
        private volatile long endedNanos;

        void watch(SnowflakeGenerator watched) {
            generator = watched;
        }

        void outageEnded(long nanos) {
            endedNanos = nanos;
            CompletableFuture<Double> unused = seconds.orTimeout(2, TimeUnit.MINUTES);
        }

        @Override
        public void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {
            tryToIssue();
        }

        @Override
        public void acquired(long workerId, long generation, Duration took) {
            tryToIssue();
        }

        private void tryToIssue() {
            SnowflakeGenerator watched = generator;
            if (endedNanos != 0 && watched != null && issues(watched)) {
                seconds.complete((System.nanoTime() - endedNanos) / 1e9);
            }
        }
    }

    private static boolean issues(SnowflakeGenerator generator) {
        try {
            return generator.nextId() > 0;
        } catch (IdRefusedException e) {
            return false;
        }
    }
}
