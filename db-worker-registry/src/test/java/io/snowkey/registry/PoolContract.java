// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

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

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.WorkerLease;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever pool of connections the application has. */
abstract class PoolContract extends RegistryContract {
    @Test
    void runsOnTheDatabaseThatItClaimsToTest() throws SQLException {
        try (var connection = pool.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(product());
        }
    }

    @Test
    void handsConnectionsBackAsItGotThem() throws SQLException {
        try (HikariDataSource strict = newDatabase().withSchema().pool(1, config -> {
            config.setAutoCommit(false);
            config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        })) {
            TestProcess process = new TestProcess(strict, builder -> builder);
            processes.add(process);
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            assertThat(lease.trouble()).isNull();
            try (var connection = strict.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
            }
            lease.close();
            assertThat(process.row(lease.claim().workerId()).holder()).isNull();
            process.close();
        }
    }

    @Test
    void theClockOfTheDatabaseIsTheSameInEveryTimeZone() {
        // New Zealand is ahead of every zone the servers may run in; this test itself runs in Los Angeles.
        try (HikariDataSource far = pool(4, inTimeZone())) {
            TestProcess process = new TestProcess(far, builder -> builder);
            processes.add(process);
            WorkerLease lease = process.acquire();
            process.heartbeats.beat();
            assertThat(lease.trouble()).isNull();
            assertThat(process.row(lease.claim().workerId()).clockSkewMillis()).isBetween(-100L, 100L);
            process.close();
        }
    }

    private HikariDataSource pool(int size, String init) {
        return newDatabase().withSchema().pool(size, config -> config.setConnectionInitSql(init));
    }

    @Test
    void aHerdOf1024ThatStartsAtOnceGetsDistinctWorkerIdsAndTheNextOneIsToldSo() throws Exception {
        try (HikariDataSource ten =
                newDatabase().withSchema().pool(10, config -> config.setConnectionTimeout(60_000))) {
            TestProcess process = new TestProcess(ten, builder -> builder);
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
