// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.TestDatabase;

/** How long leases take in a namespace of 65,536 worker ids of which many are held. */
final class LargeNamespace implements AutoCloseable {

    static final int WORKERS = 65_536;

    private static final SnowflakeLayout LAYOUT = SnowflakeLayout.builder()
            .timestampBits(41)
            .workerBits(16)
            .sequenceBits(6)
            .build();

    private final HikariDataSource pool;
    private final List<JdbcWorkerRegistry> registries = new ArrayList<>();

    private LargeNamespace(HikariDataSource pool) {
        this.pool = pool;
    }

    /** In a database of its own, with so many worker ids held, all over the range. */
    static LargeNamespace of(DatabaseServer server, int held) throws SQLException {
        TestDatabase database = server.newDatabase().withSchema();
        LargeNamespace namespace = new LargeNamespace(LeaseTimes.warmPool(database));
        namespace.process("founder").acquire().close();
        String digits = "(SELECT 0 AS d" + " UNION ALL SELECT %d".repeat(9).formatted(1, 2, 3, 4, 5, 6, 7, 8, 9) + ")";
        TestDatabase.execute(
                namespace.pool,
                """
                INSERT INTO snowkey_worker (namespace, worker_id, generation, holder, instance, host, pid, application,
                  acquired_at_ms, heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms)
                SELECT 'default', n.id, 1, 'held', 'held', 'host', 1, 'benchmarks', %1$d, %1$d, %2$d, %2$d, 0, 0
                FROM (SELECT ((a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d) * 25717) %% %3$d AS id
                  FROM %4$s a, %4$s b, %4$s c, %4$s e, %4$s f
                  WHERE a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d < %5$d) n
                WHERE NOT EXISTS (SELECT 1 FROM snowkey_worker w WHERE w.namespace = 'default' AND w.worker_id = n.id)
                """
                        .formatted(
                                System.currentTimeMillis(),
                                System.currentTimeMillis() + 86_400_000,
                                WORKERS,
                                digits,
                                held));
        return namespace;
    }

    private JdbcWorkerRegistry process(String name) {
        JdbcWorkerRegistry registry =
                JdbcWorkerRegistry.builder(pool).layout(LAYOUT).instance(name).build();
        registries.add(registry);
        return registry;
    }

    /** Milliseconds until the last of so many processes that start at once has its lease. */
    double millis(int processes) throws InterruptedException {
        List<Callable<Long>> leases = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            JdbcWorkerRegistry process = process("pod-" + registries.size());
            leases.add(() -> process.acquire().claim().workerId());
        }
        return ThunderingHerd.millis(leases);
    }

    @Override
    public void close() {
        registries.forEach(JdbcWorkerRegistry::close);
        pool.close();
    }
}
