// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.RegistryObserver;
import io.snowkey.registry.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** How long workers stand still after an outage has ended: their claims have run out by then. */
record OutageRecovery(double firstSeconds, double medianSeconds, double lastSeconds) {

    /** The default one. */
    static final Duration HEARTBEAT = Duration.ofSeconds(10);
    /** As short as may be with that. */
    private static final Duration RESERVATION = HEARTBEAT.plusSeconds(1);

    /** A beat that comes a whole interval after the cut has then given up, too: pools wait for a connection for 5 s. */
    private static final Duration LONG_ENOUGH = HEARTBEAT.plusSeconds(7);

    /** Until each generator issues ids again. */
    static OutageRecovery measure(int workers) throws IOException, SQLException, InterruptedException {
        return measure(workers, LeasedWorker::new);
    }

    /** Measures the floor: a statement at each heartbeat, without leases. It is what pool, server and machine need. */
    static OutageRecovery floor(int workers) throws IOException, SQLException, InterruptedException {
        return measure(workers, BareWorker::new);
    }

    /** With a server of its own, which takes a connection from each worker. */
    private static OutageRecovery measure(int workers, Function<HikariDataSource, Worker> start)
            throws IOException, SQLException, InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("max_connections", Integer.toString(workers + 50))
                .start()) {
            TestDatabase direct = new TestDatabase(
                            "postgresql", server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres")
                    .withSchema();
            try (DelayedNetwork network = DatabaseServer.network(direct, Duration.ZERO)) {
                return measure(workers, start, DatabaseServer.through(direct, network.port(), ""), network);
            }
        }
    }

    /** A pool of its own for each worker, as if each were a process. */
    private static OutageRecovery measure(
            int workers, Function<HikariDataSource, Worker> start, TestDatabase database, DelayedNetwork network)
            throws InterruptedException {
        List<HikariDataSource> pools = new ArrayList<>();
        List<Worker> all = new ArrayList<>();
        try {
            for (int i = 0; i < workers; i++) {
                pools.add(database.pool(1));
                all.add(start.apply(pools.get(i)));
            }
            network.cut();
            Thread.sleep(LONG_ENOUGH.toMillis());
            if (all.stream().anyMatch(Worker::works)) {
                throw new IllegalStateException("a worker went on after the reservation ended");
            }
            long ended = System.nanoTime();
            network.restore();
            all.forEach(worker -> worker.outageEnded(ended));
            List<Double> seconds = new ArrayList<>();
            for (Worker worker : all) {
                seconds.add(worker.seconds.join());
            }
            seconds.sort(null);
            return new OutageRecovery(seconds.get(0), Quartiles.of(seconds).median(), seconds.get(workers - 1));
        } finally {
            all.forEach(Worker::close);
            pools.forEach(HikariDataSource::close);
        }
    }

    /** Notes when it works again. */
    private abstract static class Worker implements AutoCloseable {

        final CompletableFuture<Double> seconds = new CompletableFuture<>();
        private volatile long endedNanos;

        abstract boolean works();

        void outageEnded(long nanos) {
            endedNanos = nanos;
            CompletableFuture<Double> unused = seconds.orTimeout(2, TimeUnit.MINUTES);
        }

        /** Called when it may work again. */
        void checkWhetherItWorks() {
            if (endedNanos != 0 && works()) {
                seconds.complete((System.nanoTime() - endedNanos) / 1e9);
            }
        }

        @Override
        public abstract void close();
    }

    /** Takes an id as soon as it is told that it may. */
    private static final class LeasedWorker extends Worker implements RegistryObserver {

        private final JdbcWorkerRegistry registry;
        private final SnowflakeGenerator generator;

        @SuppressWarnings("this-escape") // the first call comes with the lease, before the outage
        LeasedWorker(HikariDataSource pool) {
            registry = JdbcWorkerRegistry.builder(pool)
                    .heartbeat(HEARTBEAT)
                    .reservation(RESERVATION)
                    .observer(this)
                    .build();
            generator = SnowflakeGenerator.builder().lease(registry.acquire()).build();
        }

        @Override
        public void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {
            checkWhetherItWorks();
        }

        @Override
        public void acquired(long workerId, long generation, Duration took) {
            checkWhetherItWorks();
        }

        @Override
        boolean works() {
            try {
                return generator.nextId() > 0;
            } catch (IdRefusedException e) {
                return false;
            }
        }

        @Override
        public void close() {
            registry.close();
        }
    }

    /** Knows nothing of leases. */
    private static final class BareWorker extends Worker {

        private final HikariDataSource pool;
        private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
        private volatile boolean works;

        BareWorker(HikariDataSource pool) {
            this.pool = pool;
            beat();
        }

        /** At most one beat at a time, and the next at once if that took longer. */
        private void beat() {
            long started = System.nanoTime();
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                works = statement.execute("SELECT 1");
            } catch (SQLException e) {
                works = false;
            }
            checkWhetherItWorks();
            long left = HEARTBEAT.toNanos() - (System.nanoTime() - started);
            ScheduledFuture<?> unused = beats.schedule(this::beat, Math.max(0, left), TimeUnit.NANOSECONDS);
        }

        @Override
        boolean works() {
            return works;
        }

        @Override
        public void close() {
            beats.shutdownNow();
        }
    }
}
