// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Checks the registry with any pool of connections that the application may have. */
abstract class PoolContract extends ContractPart {

    /** How many rounds there are. A database whose statements do not wait for each other rolls back in one of them. */
    private static final int ROUNDS = 3;

    PoolContract(RegistryTck given) {
        super(given);
    }

    private void assumeThatThereIs(int isolation) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            assumeTrue(
                    connection.getMetaData().supportsTransactionIsolationLevel(isolation),
                    "the database has no such isolation level");
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 2", "true, 8", "false, 2", "false, 4", "false, 8"})
    void everyStatementRunsOnAnyConnectionAndLeavesItAsItWas(boolean autoCommit, int isolation) throws SQLException {
        assumeThatThereIs(isolation);
        ConfiguredPool single = new ConfiguredPool(pool, 1, connection -> {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(autoCommit);
        });
        TestProcess process = process(single.source(), builder -> builder.workerIds(7, 7));
        WorkerLease lease = process.acquire(); // create the namespace, read candidates, take, record the holder
        assertThat(refusal(process::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED); // occupancy
        TestProcess other = process(
                single.source(),
                builder ->
                        builder.layout(SnowflakeLayout.builder().workerBits(8).build()));
        assertThat(refusal(other::acquire).reason()).isEqualTo(Reason.LAYOUT_DIFFERS); // layout
        process.heartbeats.beat(); // renew, prune
        assertThat(lease.renewalFailure()).isNull();
        lease.close(); // release
        assertThat(process.row(7).holder()).isNull(); // status
        process.clock.move(Duration.ofMillis(2));
        assertThat(process.acquire().claim().workerId()).isEqualTo(7); // take
        process.close();
        assertThat(single.changes()).isEmpty();
    }

    /**
     * With SERIALIZABLE, databases roll back statements that only might be in each other's way, or let them wait. A
     * process must not notice.
     */
    @Test
    @Timeout(600)
    void manyAtOnceAtSerializable() throws Exception {
        assumeThatThereIs(Connection.TRANSACTION_SERIALIZABLE);
        ConfiguredPool strict = new ConfiguredPool(
                pool, 8, connection -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
        CountingDataSource counting = new CountingDataSource(strict.source());
        RecordingObserver observer = new RecordingObserver();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < ROUNDS && counting.rollBacks() == 0; round++) {
                List<Future<Void>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String instance = "at once " + i + " in round " + round;
                    all.add(threads.submit(() -> {
                        liveOften(new TestProcess(counting.counted(), builder -> builder.instance(instance)
                                .observer(observer)));
                        return null;
                    }));
                }
                for (Future<Void> one : all) {
                    one.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(observer.newCalls())
                .extracting(RecordingObserver.Call::name)
                .containsOnly("acquired", "heartbeatRenewed", "released")
                .filteredOn("released"::equals)
                .hasSizeGreaterThanOrEqualTo(8 * 4);
    }

    private static void liveOften(TestProcess process) {
        process.whilePausing(() -> LockSupport.parkNanos(5_000_000));
        List<WorkerLease> leases = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            leases.add(process.acquire());
        }
        for (int i = 0; i < 20; i++) {
            process.heartbeats.beat();
        }
        leases.forEach(WorkerLease::close);
    }

    @Test
    void theClockOfTheDatabaseIsTheSameInEveryTimeZone() {
        String there = given.inTimeZone();
        assumeFalse(there.isEmpty(), "a session of this database has no time zone");
        ConfiguredPool far = new ConfiguredPool(pool, 4, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(there);
            }
        });
        TestProcess process = process(far.source(), builder -> builder);
        WorkerLease lease = process.acquire();
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
        // Time zones are hours apart.
        assertThat(process.row(lease.claim().workerId()).clockSkewMillis()).isBetween(-10_000L, 10_000L);
    }

    @Test
    void aHerdOf1024ThatStartsAtOnceGetsDistinctWorkerIdsAndTheNextOneIsToldSo() throws Exception {
        // A call waits for a connection as long as a heartbeat may take. The last of the herd waits for all others.
        TestProcess process =
                process(new ConfiguredPool(pool, 10, connection -> {}).source(), builder -> builder.heartbeat(
                                Duration.ofMinutes(10))
                        .ttl(Duration.ofMinutes(30))
                        .reservation(Duration.ofMinutes(40)));
        ExecutorService herd = Executors.newFixedThreadPool(1024);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Long>> leases = new ArrayList<>();
            for (int i = 0; i < 1024; i++) {
                leases.add(herd.submit(() -> {
                    start.await();
                    return process.acquire().claim().workerId();
                }));
            }
            long started = System.nanoTime();
            start.countDown();
            Set<Long> workerIds = new HashSet<>();
            for (Future<Long> lease : leases) {
                workerIds.add(lease.get());
            }
            System.out.println(
                    "1,024 leases over 10 connections on " + dialect().products() + ": "
                            + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms");
            assertThat(workerIds).hasSize(1024);
            assertThat(refusal(process::acquire)).hasMessageContaining("1024 are held and 0 are cooling");
        } finally {
            herd.shutdownNow();
        }
    }
}
