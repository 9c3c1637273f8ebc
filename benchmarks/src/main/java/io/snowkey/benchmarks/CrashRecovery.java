// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.TestDatabase;
import io.snowkey.registry.WorkerRegistryException;
import io.snowkey.registry.WorkerRegistryException.Reason;

/** How long worker ids are out of use after the process that held them was killed. */
record CrashRecovery(double firstSeconds, double medianSeconds, double lastSeconds) {

    static final Duration TTL = Duration.ofSeconds(2);
    static final Duration RESERVATION = Duration.ofSeconds(3);
    private static final int MOST_TRIES = 100;

    /** The process that is killed. Arguments: the database's URL, user and password, and the number of workers. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] args) throws IOException, SQLException {
            TestDatabase database = new TestDatabase("postgresql", args[0], args[1], args[2]);
            int workers = Integer.parseInt(args[3]);
            try (HikariDataSource pool = LeaseTimes.warmPool(database);
                    JdbcWorkerRegistry registry = registry(pool, workers)) {
                for (int i = 0; i < workers; i++) {
                    registry.acquire().claim();
                }
                System.out.println("ready");
                System.out.flush();
                int unused = System.in.read(); // until it is killed
            }
        }
    }

    static CrashRecovery measure(int workers) throws IOException, SQLException, InterruptedException {
        TestDatabase database = DatabaseServer.POSTGRESQL.newDatabase().withSchema();
        Process victim = Jvm.start(
                        List.of("-Xmx256m"),
                        Victim.class,
                        List.of(database.url(), database.username(), database.password(), Integer.toString(workers)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ExecutorService heirs = Executors.newFixedThreadPool(workers);
        try (HikariDataSource pool = LeaseTimes.warmPool(database);
                JdbcWorkerRegistry registry = registry(pool, workers)) {
            if (!"ready".equals(victim.inputReader().readLine())) {
                throw new IllegalStateException("the process to be killed ended by itself");
            }
            victim.destroyForcibly().waitFor();
            long killed = System.nanoTime();
            List<Future<Double>> acquired = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                acquired.add(heirs.submit(() -> {
                    acquire(registry);
                    return (System.nanoTime() - killed) / 1e9;
                }));
            }
            List<Double> seconds = new ArrayList<>();
            for (Future<Double> each : acquired) {
                seconds.add(each.get());
            }
            seconds.sort(null);
            return new CrashRecovery(seconds.get(0), Quartiles.of(seconds).median(), seconds.get(workers - 1));
        } catch (ExecutionException e) {
            throw new IllegalStateException(workers + " heirs", e);
        } finally {
            victim.destroyForcibly();
            heirs.shutdown();
        }
    }

    /** Tries again while the pool has no connection: many ask at once, and each waits for as long as a heartbeat. */
    private static void acquire(JdbcWorkerRegistry registry) {
        for (int tries = 1; ; tries++) {
            try {
                registry.acquire().claim();
                return;
            } catch (WorkerRegistryException e) {
                if (e.reason() != Reason.POOL_EXHAUSTED || tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** With no more worker ids than workers, so that there is none to be had but theirs. */
    private static JdbcWorkerRegistry registry(HikariDataSource pool, int workers) {
        return JdbcWorkerRegistry.builder(pool)
                .workerIds(0, workers - 1)
                .heartbeat(Duration.ofMillis(500))
                .ttl(TTL)
                .reservation(RESERVATION)
                .maxWait(Duration.ofMinutes(1))
                .build();
    }
}
