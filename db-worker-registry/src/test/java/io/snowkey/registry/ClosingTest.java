// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A close takes a bounded time, and an acquisition that meets it leaves nothing behind. The time-outs of pools and
 * heartbeats are an hour here, so that one who waits for them does not end within the time-out of the test.
 */
@Timeout(600)
final class ClosingTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private static JdbcWorkerRegistry.Builder patient(DataSource dataSource) {
        return JdbcWorkerRegistry.builder(dataSource)
                .heartbeat(AN_HOUR)
                .ttl(AN_HOUR.multipliedBy(2))
                .reservation(AN_HOUR.multipliedBy(3))
                .closeTimeout(Duration.ofMillis(300));
    }

    private static HikariDataSource single(TestDatabase database) {
        return database.pool(1, config -> config.setConnectionTimeout(AN_HOUR.toMillis()));
    }

    @Test
    void doesNotWaitForAnExhaustedPool() throws Exception {
        try (HikariDataSource pool = single(TestDatabase.h2().withSchema());
                CapturedLog log = new CapturedLog()) {
            JdbcWorkerRegistry registry = patient(pool).workerIds(7, 7).build();
            WorkerLease lease = registry.acquire();
            try (Connection ofTheApplication = pool.getConnection()) {
                registry.close();
                assertThat(lease.claim().isSealed()).isTrue();
                assertThat(ofTheApplication.isClosed()).isFalse();
            }
            assertThat(log.lines()).anySatisfy(line -> assertThat(line)
                    .startsWith("WARN Closed without an answer of the database within 300 ms. Not given back: worker"
                            + " 7 of the namespace 'default', generation 1."));
        }
    }

    @Test
    void doesNotWaitForAFrozenServerThoughAHeartbeatWaitsForIt() throws Exception {
        TestDatabase database = TestDatabase.postgres().withSchema();
        URI server = URI.create(database.url().replaceFirst("^jdbc:", ""));
        try (TcpProxy wire = new TcpProxy(server.getPort());
                HikariDataSource pool = new TestDatabase(
                                database.platform(),
                                database.url().replaceFirst("//[^/]+/", "//localhost:" + wire.port() + "/"),
                                database.username(),
                                database.password())
                        .pool(2)) {
            ManualHeartbeats heartbeats = new ManualHeartbeats();
            JdbcWorkerRegistry registry = patient(pool).heartbeats(heartbeats).build();
            WorkerLease lease = registry.acquire();
            wire.set(TcpProxy.Mode.DROP_ANSWERS);
            Thread beat = new Thread(heartbeats::beat);
            beat.start();
            while (pool.getHikariPoolMXBean().getActiveConnections() == 0) {
                Thread.sleep(1);
            }
            registry.close();
            assertThat(lease.claim().isSealed()).isTrue();
            beat.join(); // its connection was broken, though its time-out is an hour
        }
    }

    @Test
    void interruptsAHeartbeatThatWaitsForThePoolAndThenReleases() throws Exception {
        try (HikariDataSource pool = single(TestDatabase.h2().withSchema())) {
            ManualHeartbeats heartbeats = new ManualHeartbeats();
            JdbcWorkerRegistry registry = patient(pool)
                    .closeTimeout(Duration.ofMinutes(1))
                    .heartbeats(heartbeats)
                    .build();
            registry.acquire();
            Connection ofTheApplication = pool.getConnection();
            List<Boolean> interrupted = new ArrayList<>();
            Thread beat = new Thread(() -> {
                heartbeats.beat();
                interrupted.add(Thread.currentThread().isInterrupted());
            });
            beat.start();
            while (pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 0) {
                Thread.sleep(1);
            }
            Thread closing = new Thread(registry::close);
            closing.start();
            beat.join();
            assertThat(interrupted)
                    .as("the interrupt was for the heartbeat alone")
                    .containsExactly(false);
            ofTheApplication.close();
            closing.join();
            try (JdbcWorkerRegistry reader = JdbcWorkerRegistry.builder(pool).build()) {
                assertThat(reader.workers()).singleElement().satisfies(row -> assertThat(row.holder())
                        .isNull());
            }
        }
    }

    /** Another session has locked the row of one lease: the others are given back all the same. */
    @Test
    void oneLeaseThatIsStuckDoesNotKeepTheOthers() throws Exception {
        try (HikariDataSource pool = TestDatabase.postgres().withSchema().pool(10);
                CapturedLog log = new CapturedLog()) {
            JdbcWorkerRegistry registry =
                    patient(pool).closeTimeout(Duration.ofSeconds(10)).build();
            WorkerLease stuck = registry.acquire();
            for (int i = 0; i < 9; i++) {
                registry.acquire();
            }
            List<String> lines;
            try (Connection locking = pool.getConnection();
                    var statement = locking.createStatement()) {
                locking.setAutoCommit(false);
                statement.execute("SELECT * FROM snowkey_worker WHERE worker_id = "
                        + stuck.claim().workerId() + " FOR UPDATE");
                registry.close();
                lines = List.copyOf(log.lines()); // once the lock is gone, the tenth may be given back, too
                locking.rollback();
            }
            assertThat(lines.stream()
                            .filter(line -> line.startsWith("INFO Released worker"))
                            .toList())
                    .hasSize(9);
            assertThat(lines).anySatisfy(line -> assertThat(line)
                    .contains("Not given back: worker " + stuck.claim().workerId() + " of the namespace"));
        }
    }

    @Test
    void anAcquisitionThatMeetsACloseLeavesNoWorkerIdBehind() throws Exception {
        try (HikariDataSource pool = TestDatabase.h2().withSchema().pool(4)) {
            Set<String> outcomes = new HashSet<>();
            for (int round = 0; round < 200; round++) {
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pool).build();
                registry.workers(); // so that the two meet in the middle of the acquisition, and not before it
                CyclicBarrier together = new CyclicBarrier(2);
                int delay = round;
                Thread closing = new Thread(() -> {
                    await(together);
                    for (int i = 0; i < delay * 100; i++) {
                        Thread.onSpinWait();
                    }
                    registry.close();
                });
                closing.start();
                await(together);
                try {
                    registry.acquire();
                    outcomes.add("acquired");
                } catch (WorkerRegistryException e) {
                    outcomes.add(e.reason().name());
                }
                closing.join();
            }
            assertThat(outcomes).contains("CLOSED").isSubsetOf("CLOSED", "acquired");
            try (JdbcWorkerRegistry reader = JdbcWorkerRegistry.builder(pool).build()) {
                assertThat(reader.workers()).isNotEmpty().allSatisfy(row -> assertThat(row.holder())
                        .isNull());
            }
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAcquisitionThatWaitsForAFreeWorkerIdEndsWithTheRegistry() throws Exception {
        try (HikariDataSource pool = TestDatabase.h2().withSchema().pool(4);
                JdbcWorkerRegistry other =
                        JdbcWorkerRegistry.builder(pool).workerIds(3, 3).build()) {
            other.acquire();
            JdbcWorkerRegistry registry =
                    patient(pool).workerIds(3, 3).maxWait(AN_HOUR).build();
            List<Reason> outcome = new ArrayList<>();
            Thread caller =
                    new Thread(() -> outcome.add(catchThrowableOfType(WorkerRegistryException.class, registry::acquire)
                            .reason()));
            caller.start();
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
            registry.close();
            caller.join();
            assertThat(outcome).containsExactly(Reason.CLOSED);
        }
    }

    private static final class SlowlyFailing {

        final CountDownLatch first = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final AtomicInteger attempts = new AtomicInteger();

        DataSource dataSource() {
            return (DataSource) Proxy.newProxyInstance(
                    ClosingTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (p, method, args) -> {
                        attempts.incrementAndGet();
                        first.countDown();
                        goOn.await();
                        throw new SQLTransientConnectionException("Connection refused (by the test)", "08001");
                    });
        }
    }

    @Test
    void callersOfALazyLeaseShareOneAttemptAndAreRefusedTogether() throws Exception {
        SlowlyFailing database = new SlowlyFailing();
        JdbcWorkerRegistry registry =
                JdbcWorkerRegistry.builder(database.dataSource()).build();
        LazyWorkerLease lease = new LazyWorkerLease(SnowflakeLayout.DEFAULT, registry);
        Set<Throwable> causes = ConcurrentHashMap.newKeySet();
        Set<Throwable> refusals = ConcurrentHashMap.newKeySet();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Thread caller = new Thread(() -> {
                WorkerRegistryException refused = catchThrowableOfType(WorkerRegistryException.class, lease::claim);
                refusals.add(refused);
                causes.add(refused.getCause());
            });
            caller.start();
            callers.add(caller);
        }
        database.first.await();
        for (Thread caller : callers) {
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.sleep(1);
            }
        }
        database.goOn.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(database.attempts).hasValue(1);
        assertThat(refusals).as("each with the stack trace of its caller").hasSize(20);
        assertThat(causes).singleElement().satisfies(cause -> assertThat(cause)
                .hasMessage("Connection refused (by the test)"));

        assertThat(catchThrowableOfType(WorkerRegistryException.class, lease::claim))
                .isNotNull();
        assertThat(database.attempts).as("the next one tries again").hasValue(2);
        lease.close();
    }

    @Test
    void anInterruptedCallerOfALazyLeaseEndsOnlyItsOwnWait() throws Exception {
        try (HikariDataSource pool = TestDatabase.h2().withSchema().pool(2)) {
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicInteger attempts = new AtomicInteger();
            DataSource slow = (DataSource) Proxy.newProxyInstance(
                    ClosingTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (p, method, args) -> {
                        if (attempts.getAndIncrement() == 0) {
                            goOn.await();
                        }
                        return pool.getConnection();
                    });
            LazyWorkerLease lease = new LazyWorkerLease(
                    SnowflakeLayout.DEFAULT, JdbcWorkerRegistry.builder(slow).build());
            Set<Object> outcomes = ConcurrentHashMap.newKeySet();
            Thread impatient =
                    new Thread(() -> outcomes.add(catchThrowableOfType(WorkerRegistryException.class, lease::claim)
                            .reason()));
            Thread patient = new Thread(() -> outcomes.add(lease.claim()));
            for (Thread caller : List.of(impatient, patient)) {
                caller.start();
                while (caller.getState() != Thread.State.TIMED_WAITING) {
                    Thread.sleep(1);
                }
            }
            impatient.interrupt();
            impatient.join();
            goOn.countDown();
            patient.join();
            assertThat(outcomes).containsExactlyInAnyOrder(Reason.INTERRUPTED, lease.claim());
            lease.close();
        }
    }
}
