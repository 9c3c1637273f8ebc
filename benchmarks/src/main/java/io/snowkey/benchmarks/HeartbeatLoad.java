// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.RegistryObserver;
import io.snowkey.registry.TestDatabase;

/**
 * What live workers cost PostgreSQL: a registry for each, as if each were a process, with the usual heartbeat of 10 s.
 *
 * @param percent of one core
 */
record HeartbeatLoad(double percent, long heartbeats, double microsEach) {

    static HeartbeatLoad measure(int workers, Duration time) throws SQLException, InterruptedException {
        TestDatabase database = DatabaseServer.POSTGRESQL.newDatabase().withSchema();
        List<JdbcWorkerRegistry> registries = new ArrayList<>();
        LongAdder heartbeats = new LongAdder();
        RegistryObserver counting = new RegistryObserver() {
            @Override
            public void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {
                heartbeats.increment();
            }
        };
        try (HikariDataSource pool = LeaseTimes.warmPool(database)) {
            for (int i = 0; i < workers; i++) {
                JdbcWorkerRegistry registry =
                        JdbcWorkerRegistry.builder(pool).observer(counting).build();
                registries.add(registry);
                registry.acquire().claim();
            }
            Thread.sleep(11_000); // the first heartbeats also forget former holders, once
            ServerProcesses server = new ServerProcesses((long) DatabaseServer.number(pool, "SELECT pg_backend_pid()"));
            long before = server.processorNanos();
            long beatsBefore = heartbeats.sum();
            Thread.sleep(time.toMillis());
            double nanos = server.processorNanos() - before;
            long beats = heartbeats.sum() - beatsBefore;
            return new HeartbeatLoad(100 * nanos / time.toNanos(), beats, nanos / 1e3 / beats);
        } finally {
            registries.forEach(JdbcWorkerRegistry::close);
        }
    }
}
