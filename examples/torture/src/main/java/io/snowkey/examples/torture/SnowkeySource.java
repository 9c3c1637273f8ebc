// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.ClockPolicy;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowkeyException;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.Twin;
import org.jspecify.annotations.Nullable;

/**
 * Ids of Snowkey under a leased worker id. The slots differ: every other one has a pool. Two of every four go on when
 * their clock is set back.
 */
final class SnowkeySource implements IdSource {

    private static final int POOL_SIZE = 2;

    /**
     * The pause between two tries to start. HikariCP trusts a connection for some time after its use. With a shorter
     * pause, it would give out a broken connection again and again.
     */
    private static final long PAUSE_MILLIS = 600;

    private final @Nullable HikariDataSource pool;
    private final @Nullable JdbcWorkerRegistry registry;
    private final WorkerLease lease;
    private final SnowflakeGenerator ids;

    SnowkeySource(WorkerSettings settings, Mutant mutant) {
        pool = settings.slot() % 2 == 0 ? pool(settings) : null;
        DataSource plain = pool != null ? pool : DataSources.unpooled(settings.url(), settings.user());
        DataSource database = mutant == Mutant.NONE ? plain : DataSources.changing(plain, mutant);
        if (settings.cloneOf().isEmpty()) {
            registry = JdbcWorkerRegistry.builder(database)
                    .workerIds(0, settings.lastWorkerId())
                    .ttl(WorkerSettings.TTL)
                    .heartbeat(WorkerSettings.HEARTBEAT)
                    .reservation(WorkerSettings.RESERVATION)
                    .maxClockSkew(WorkerSettings.MAX_SKEW)
                    .maxWait(Duration.ofMinutes(1))
                    .build();
            lease = acquire(registry);
        } else {
            registry = null;
            lease = Twin.of(
                    Twin.State.of(settings.cloneOf()),
                    database,
                    settings.lastWorkerId(),
                    WorkerSettings.TTL,
                    WorkerSettings.HEARTBEAT,
                    WorkerSettings.RESERVATION,
                    WorkerSettings.MAX_SKEW);
        }
        ids = SnowflakeGenerator.builder()
                .lease(mutant == Mutant.NO_END ? new EndlessLease(lease) : lease)
                .clockPolicy(settings.slot() % 4 < 2 ? ClockPolicy.REFUSE : ClockPolicy.CONTINUE)
                .build();
    }

    private static HikariDataSource pool(WorkerSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword("");
        config.setMaximumPoolSize(POOL_SIZE);
        config.setConnectionTimeout(WorkerSettings.HEARTBEAT.toMillis()); // as docs/operating.md advises
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Acquires a lease. A process that starts in the middle of a fault tries until the fault is over. */
    private static WorkerLease acquire(JdbcWorkerRegistry registry) {
        while (true) {
            try {
                return registry.acquire();
            } catch (SnowkeyException e) {
                System.err.println("Starts without a worker id: " + e.getMessage());
                try {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    @Override
    public int fill(long[] into) {
        int count = 0;
        try {
            into[0] = ids.nextId();
            count = 1;
            long[] run = ids.nextIds(into.length - 1);
            System.arraycopy(run, 0, into, 1, run.length);
            count += run.length;
        } catch (SnowkeyException refused) {
            // What a worker does without ids is not the question here.
        }
        return count;
    }

    @Override
    public String state() {
        return Twin.of(lease).text();
    }

    @Override
    public void exhaustPool(long millis) throws InterruptedException {
        if (pool == null) {
            return;
        }
        List<Connection> taken = new ArrayList<>();
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < until) {
            try {
                taken.add(pool.getConnection()); // it waits while all are taken
            } catch (SQLException none) {
                Thread.sleep(10);
            }
        }
        for (Connection connection : taken) {
            try {
                connection.close();
            } catch (SQLException e) {
                System.err.println("A connection could not be given back: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        ids.close();
        if (registry != null) {
            registry.close();
        }
        if (pool != null) {
            pool.close();
        }
    }
}
