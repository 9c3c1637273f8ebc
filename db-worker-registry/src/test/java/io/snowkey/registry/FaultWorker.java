// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.Claim;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.SnowkeyException;
import io.snowkey.WorkerLease;

/**
 * A process of its own that leases a worker id and issues ids as long as its standard input is open. It writes each of them
 * to a file before it does anything else, so that what was issued is known however the process ends.
 */
final class FaultWorker {

    static final Duration TTL = Duration.ofSeconds(2);
    static final Duration HEARTBEAT = Duration.ofMillis(500);
    static final Duration RESERVATION = Duration.ofSeconds(3);
    static final int BATCH = 20;

    private FaultWorker() {}

    /** Arguments: URL, user name and password of the database, the file, and whether to obey the claim. */
    public static void main(String[] args) throws IOException, InterruptedException {
        TestDatabase database = new TestDatabase("postgresql", args[0], args[1], args[2]);
        try (HikariDataSource pool = database.pool(2, config -> {
                    config.setConnectionTimeout(5_000);
                    config.setInitializationFailTimeout(-1);
                });
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pool)
                        .workerIds(0, 3)
                        .ttl(TTL)
                        .heartbeat(HEARTBEAT)
                        .reservation(RESERVATION)
                        .maxWait(Duration.ofMinutes(2))
                        .build();
                SnowflakeGenerator ids = SnowflakeGenerator.builder()
                        .lease(args[4].equals("obeys") ? registry.acquire() : new Endless(registry.acquire()))
                        .build();
                FileChannel file =
                        FileChannel.open(Path.of(args[3]), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (System.in.available() == 0) { // a byte, or an exception at the end, says that it is over
                issue(ids, file);
                Thread.sleep(2);
            }
        }
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
                    Claim.of(
                            lease.layout(),
                            lease.claim().workerId(),
                            lease.claim().fromMillis(),
                            Long.MAX_VALUE));
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
