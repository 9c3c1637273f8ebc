// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.Claim;
import io.snowkey.ClaimGrant;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.SnowkeyException;
import io.snowkey.WorkerLease;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process of its own that leases a worker id and issues ids as long as its standard input is open. It writes each of them
 * to a file before it does anything else, so that what was issued is known however the process ends.
 */
final class FaultWorker {

    static final Duration TTL = Duration.ofSeconds(2);
    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    static final Duration RESERVATION = Duration.ofSeconds(3);
    /** After so long without a heartbeat, no claim of such a process goes on. */
    static final Duration LONGER_THAN_ANY_CLAIM = TTL.plus(RESERVATION).plusSeconds(1);

    static final int BATCH = 20;

    /** Whether it leaves its claim alone. */
    enum Obedience {
        OBEYS,
        /** The counter-example. */
        IGNORES
    }

    /** Whether there is a pool, with a mind of its own, between it and the database. */
    enum Connections {
        POOLED,
        UNPOOLED
    }

    private FaultWorker() {}

    /**
     * Arguments: URL, user name and password of the database, the file, {@link Obedience},
     * {@link Connections}, and whether it writes a {@link StatementLog}.
     */
    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        Path file = Path.of(args[3]);
        TestDatabase database = new TestDatabase("postgresql", args[0], args[1], args[2]);
        try (HikariDataSource pool = database.pool(2, config -> {
                    config.setConnectionTimeout(HEARTBEAT.toMillis()); // as docs/operating.md advises
                    config.setInitializationFailTimeout(-1);
                });
                StatementLog log = Boolean.parseBoolean(args[6]) ? StatementLog.beside(file) : null;
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(logged(
                                log, Connections.valueOf(args[5]) == Connections.POOLED ? pool : unpooled(database)))
                        .workerIds(0, 3)
                        .ttl(TTL)
                        .heartbeat(HEARTBEAT)
                        .reservation(RESERVATION)
                        .maxWait(Duration.ofMinutes(2))
                        .build();
                WorkerLease lease = lease(registry, Obedience.valueOf(args[4]));
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(lease).build();
                FileChannel written = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (System.in.available() == 0) { // a byte, or an exception at the end, says that it is over
                issue(ids, written);
                if (log != null) {
                    log.observed(lease);
                }
                Thread.sleep(2);
            }
        }
    }

    private static DataSource logged(StatementLog log, DataSource dataSource) {
        return log == null ? dataSource : log.of(dataSource);
    }

    private static WorkerLease lease(JdbcWorkerRegistry registry, Obedience obedience) {
        WorkerLease lease = acquire(registry);
        return obedience == Obedience.OBEYS ? lease : new Endless(lease);
    }

    /** Tries again, as a supervisor would: on a busy machine a connection may take more than a heartbeat. */
    private static WorkerLease acquire(JdbcWorkerRegistry registry) {
        for (int refusals = 0; ; refusals++) {
            try {
                return registry.acquire();
            } catch (WorkerRegistryException refused) {
                if (refusals == 100) {
                    throw refused;
                }
            }
        }
    }

    private static DataSource unpooled(TestDatabase database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.url());
        dataSource.setUser(database.username());
        dataSource.setPassword(database.password());
        dataSource.setLoginTimeout((int) HEARTBEAT.toSeconds());
        return dataSource;
    }

    private static void issue(SnowflakeGenerator ids, FileChannel file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BATCH * Long.BYTES);
        try {
            for (int i = 0; i < BATCH; i++) {
                buffer.putLong(ids.nextId());
            }
        } catch (SnowkeyException refused) {
            // What the worker does without ids is not the question here; it asks again.
        }
        file.write(buffer.flip());
    }

    /** The counter-example: a lease whose claim has no end and is never sealed, as it would be without the protocol. */
    private record Endless(WorkerLease lease, Claim claim) implements WorkerLease {

        Endless(WorkerLease lease) {
            this(
                    lease,
                    ClaimGrant.of(
                                    lease.layout(),
                                    lease.claim().workerId(),
                                    lease.claim().fromMillis(),
                                    Long.MAX_VALUE)
                            .claim());
        }

        @Override
        public Claim heldClaim() {
            return claim;
        }

        @Override
        public SnowflakeLayout layout() {
            return lease.layout();
        }

        @Override
        public void close() {
            lease.close();
        }
    }
}
