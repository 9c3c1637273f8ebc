// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
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

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever pool of connections the application has. */
abstract class PoolContract extends RegistryContract {
    @Test
    void runsOnTheDatabaseThatItClaimsToTest() throws SQLException {
        try (var connection = pool.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(product());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, TRANSACTION_READ_COMMITTED",
        "true, TRANSACTION_SERIALIZABLE",
        "false, TRANSACTION_READ_COMMITTED",
        "false, TRANSACTION_REPEATABLE_READ",
        "false, TRANSACTION_SERIALIZABLE"
    })
    void everyStatementRunsOnWhateverThePoolHandsOutAndHandsItBackAsItWas(boolean autoCommit, String isolation)
            throws SQLException {
        try (HikariDataSource strict = newDatabase().withSchema().pool(1, config -> {
            config.setAutoCommit(autoCommit);
            config.setTransactionIsolation(isolation);
        })) {
            String before = state(strict);
            TestProcess process = new TestProcess(strict, builder -> builder.workerIds(7, 7));
            processes.add(process);
            WorkerLease lease = process.acquire(); // found, survey, create, record
            assertThat(refusal(process::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED); // occupancy
            TestProcess other = new TestProcess(
                    strict,
                    builder -> builder.layout(
                            SnowflakeLayout.builder().workerBits(8).build()));
            assertThat(refusal(other::acquire).reason()).isEqualTo(Reason.LAYOUT_DIFFERS); // layout
            process.heartbeats.beat(); // renew, prune
            assertThat(lease.trouble()).isNull();
            lease.close(); // release
            assertThat(process.row(7).holder()).isNull(); // status
            process.clock.move(Duration.ofMillis(2));
            assertThat(process.acquire().claim().workerId()).isEqualTo(7); // take
            assertThat(state(strict)).isEqualTo(before);
            process.close();
            assertThat(state(strict)).isEqualTo(before);
        }
    }

    /** What a connection of the pool is set to; asked of the driver itself, for the pool may keep up appearances. */
    private static String state(HikariDataSource pool) throws SQLException {
        try (var connection = pool.getConnection()) {
            var real = connection.unwrap(Connection.class);
            return "auto-commit " + real.getAutoCommit() + ", isolation " + real.getTransactionIsolation()
                    + ", time-out " + real.getNetworkTimeout() + ", read-only " + real.isReadOnly();
        }
    }

    /**
     * Under SERIALIZABLE, databases roll back what merely might have got in each other's way: nobody may notice. It goes on
     * until the database did so, without which the test would show nothing; InnoDB has these statements wait for each other.
     */
    @Test
    @Timeout(600)
    void manyAtOnceAtSerializable() throws Exception {
        try (HikariDataSource strict = newDatabase().withSchema().pool(8, config -> {
            config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
            config.setConnectionTimeout(60_000);
        })) {
            CountingDataSource counting = new CountingDataSource(strict);
            ToldObserver observer = new ToldObserver();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                boolean waits = product().equals("MariaDB") || product().equals("MySQL");
                for (int round = 0; round == 0 || (!waits && counting.rollBacks() == 0); round++) {
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
            assertThat(observer.told())
                    .extracting(ToldObserver.Call::name)
                    .containsOnly("acquired", "heartbeatRenewed", "released")
                    .filteredOn("released"::equals)
                    .hasSizeGreaterThanOrEqualTo(8 * 4);
        }
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
        // New Zealand is ahead of every zone the servers may run in; this test itself runs in Los Angeles. Zones are
        // hours apart.
        try (HikariDataSource far = pool(4, inTimeZone())) {
            TestProcess process = new TestProcess(far, builder -> builder);
            processes.add(process);
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            assertThat(lease.trouble()).isNull();
            assertThat(process.row(lease.claim().workerId()).clockSkewMillis()).isBetween(-10_000L, 10_000L);
            process.close();
        }
    }

    private HikariDataSource pool(int size, String init) {
        return newDatabase().withSchema().pool(size, config -> config.setConnectionInitSql(init));
    }

    @Test
    void aHerdOf1024ThatStartsAtOnceGetsDistinctWorkerIdsAndTheNextOneIsToldSo() throws Exception {
        try (HikariDataSource ten =
                newDatabase().withSchema().pool(10, config -> config.setConnectionTimeout(600_000))) {
            // A call waits for a connection as long as a heartbeat may take, and on a slow machine the last has to wait
            // long.
            TestProcess process = new TestProcess(ten, builder -> builder.heartbeat(Duration.ofMinutes(10))
                    .ttl(Duration.ofMinutes(30))
                    .reservation(Duration.ofMinutes(40)));
            processes.add(process);
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
                System.out.println("1,024 leases over 10 connections on " + product() + ": "
                        + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms");
                assertThat(workerIds).hasSize(1024);
                assertThat(refusal(process::acquire)).hasMessageContaining("1024 are held and 0 are cooling");
            } finally {
                herd.shutdownNow();
                process.close();
            }
        }
    }

    @Test
    void aSchemaOtherThanTheDefault() {
        String schema = "ops" + System.nanoTime();
        TestDatabase database = newDatabase();
        try (HikariDataSource elsewhere = database.pool(2)) {
            TestDatabase.execute(elsewhere, "CREATE SCHEMA " + schema);
            database.withSchema(schema + ".snowkey_");
            TestProcess process = new TestProcess(elsewhere, builder -> builder.tablePrefix(schema + ".snowkey_"));
            processes.add(process);
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            assertThat(lease.trouble()).isNull();
            lease.close();
            assertThat(process.row(lease.claim().workerId()).holder()).isNull();
            process.close();
        }
    }
}
