// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.Claim;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.SnowkeyException;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class LifecycleWorkerLeaseTest {

    private final TestDatabase database = TestDatabase.h2().withSchema();
    private final Registry table = Registry.in(database);
    private final HikariDataSource pool = database.pool(8);
    private final JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pool).build();
    private final LifecycleWorkerLease lease =
            new LifecycleWorkerLease(registry::acquire, SnowflakeLayout.DEFAULT, true);
    private final SnowflakeGenerator ids =
            SnowflakeGenerator.builder().lease(lease).build();

    @AfterEach
    void close() {
        registry.close();
        pool.close();
    }

    @Test
    void holdsNothingBeforeItIsNeeded() {
        assertThat(table.rows()).isEmpty();
        assertThat(lease.isRunning()).isFalse();
        assertThat(lease.renewalFailure()).isNull();
        assertThat(lease).hasToString("no worker id at present");
    }

    @Test
    void acquiresWhenItStarts() {
        lease.start();
        assertThat(table.isHeld()).isTrue();
        assertThat(lease.isRunning()).isTrue();
        assertThat(lease.toString()).startsWith("worker " + table.workerId() + " ");
    }

    @Test
    void acquiresWithTheFirstIdIfThatComesEarlierAndOnlyOnce() {
        ids.nextId();
        lease.start();
        assertThat(table.generation()).isEqualTo(1);
    }

    @Test
    void givesTheWorkerIdBackWhenItStopsAndTakesItAgainForALaterId() {
        lease.start();
        lease.stop();
        assertThat(table.isHeld()).isFalse();
        assertThat(lease.isRunning()).isFalse();
        ids.nextId();
        assertThat(table.isHeld()).isTrue();
        assertThat(lease.isRunning()).isTrue();
        lease.stop();
        assertThat(table.isHeld()).isFalse();
    }

    @Test
    void keepsIdsDistinctWhileItIsStoppedUnderLoad() throws Exception {
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> counts = IntStream.range(0, 4)
                    .mapToObj(thread -> threads.submit(() -> {
                        int count = 0;
                        while (!enough.get() && count < 1_000_000) {
                            long id = ids.nextId(); // never refused, though the claim is sealed under it
                            assertThat(seen.add(id)).isTrue();
                            count++;
                        }
                        return count;
                    }))
                    .toList();
            for (int round = 0; round < 30; round++) {
                lease.stop();
                lease.start();
            }
            enough.set(true);
            int total = 0;
            for (Future<Integer> count : counts) {
                total += count.get();
            }
            assertThat(seen).hasSize(total);
            assertThat(total).isPositive();
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void acquiresOnceForAllThreadsThatWantTheFirstId() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CyclicBarrier together = new CyclicBarrier(8);
            List<Future<Long>> first = IntStream.range(0, 8)
                    .mapToObj(thread -> threads.submit(() -> {
                        together.await();
                        return ids.nextId();
                    }))
                    .toList();
            for (Future<Long> id : first) {
                assertThat(id.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(table.generation()).isEqualTo(1);
    }

    @Test
    void failsOnceForAllThreadsThatWaitForTheFirstId() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        LifecycleWorkerLease failing = new LifecycleWorkerLease(
                () -> {
                    attempts.incrementAndGet();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    throw new IllegalStateException("no database");
                },
                SnowflakeLayout.DEFAULT,
                false);
        Set<Throwable> failures = ConcurrentHashMap.newKeySet();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread caller = new Thread(() -> failures.add(catchThrowable(failing::claim)));
            caller.start();
            while (caller.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
            callers.add(caller);
        }
        Thread impatient = callers.remove(7);
        impatient.interrupt();
        impatient.join();
        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessageContaining("was interrupted"));
        failures.clear();
        goOn.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(attempts).hasValue(1);
        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessage("no database"));
        assertThat(catchThrowable(failing::claim)).hasMessage("no database");
        assertThat(attempts).as("the next one tries again").hasValue(2);
    }

    @Test
    void refusesIdsOnceItIsClosed() {
        ids.nextId();
        lease.close();
        assertThatExceptionOfType(IdRefusedException.class)
                .isThrownBy(ids::nextId)
                .extracting(IdRefusedException::reason)
                .isEqualTo(IdRefusedException.Reason.CLOSED);
        assertThat(table.isHeld()).isFalse();
    }

    @Test
    void takesNoWorkerIdAnyMoreOnceItIsClosed() {
        lease.start();
        lease.stop();
        lease.close();
        lease.close();
        assertThatExceptionOfType(SnowkeyException.class)
                .isThrownBy(ids::nextId)
                .withMessageContaining("The application context is closed");
        lease.stop();
        assertThat(table.generation()).isEqualTo(1);
        assertThat(table.isHeld()).isFalse();
    }

    @Test
    void startsWithTheContextUnlessToldToWaitForTheFirstId() {
        assertThat(lease.isAutoStartup()).isTrue();
        assertThat(new LifecycleWorkerLease(registry::acquire, SnowflakeLayout.DEFAULT, false).isAutoStartup())
                .isFalse();
    }

    @Test
    void givesBackAtOnceWhatHasAnotherLayout() {
        SnowflakeLayout other = SnowflakeLayout.builder().workerBits(8).build();
        LifecycleWorkerLease wrong = new LifecycleWorkerLease(registry::acquire, other, true);
        assertThatExceptionOfType(SettingsException.class).isThrownBy(wrong::start);
        assertThat(table.isHeld()).isFalse();
    }

    /** For health checks: nothing tries again by itself until somebody wants an id. */
    @Test
    void remembersThatItCouldNotBeAcquiredUntilItIs() {
        AtomicBoolean broken = new AtomicBoolean(true);
        LifecycleWorkerLease sometimes = new LifecycleWorkerLease(
                () -> {
                    if (broken.get()) {
                        throw new IllegalStateException("no route");
                    }
                    return registry.acquire();
                },
                SnowflakeLayout.DEFAULT,
                false);
        assertThat(sometimes.renewalFailure()).isNull();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(sometimes::claim);
        assertThat(sometimes.renewalFailure()).hasMessage("no route");
        assertThat(sometimes.heldClaim()).isNull();
        broken.set(false);
        sometimes.claim();
        assertThat(sometimes.renewalFailure()).isNull();
        sometimes.stop();
        assertThat(sometimes.renewalFailure()).isNull();
    }

    /** A shutdown while an id waits for a worker id: it goes on at once, and what is acquired too late is given back. */
    @Test
    void doesNotWaitForWhoeverAcquiresWhenItIsClosed() throws Exception {
        CountDownLatch acquiring = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        LifecycleWorkerLease slow = new LifecycleWorkerLease(
                () -> {
                    acquiring.countDown();
                    awaitCalmly(goOn);
                    return registry.acquire();
                },
                SnowflakeLayout.DEFAULT,
                false);
        CompletableFuture<Claim> claim = CompletableFuture.supplyAsync(slow::claim);
        acquiring.await();
        slow.close();
        goOn.countDown();
        assertThat(claim.join().isSealed()).isTrue();
        Patience.await().until(() -> !table.isHeld());
    }

    /** A database that does not answer: the shutdown goes on after the time that Spring gives a phase. */
    @Test
    void takesNoLongerToStopThanItsPhaseMay() {
        CountDownLatch goOn = new CountDownLatch(1);
        WorkerLease acquired = registry.acquire();
        GenericApplicationContext context = new GenericApplicationContext();
        context.registerBean("lifecycleProcessor", DefaultLifecycleProcessor.class, () -> {
            DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
            processor.setTimeoutPerShutdownPhase(100);
            return processor;
        });
        context.registerBean(
                LifecycleWorkerLease.class,
                () -> new LifecycleWorkerLease(() -> new SlowToClose(acquired, goOn), SnowflakeLayout.DEFAULT, true));
        context.refresh();
        context.close(); // would wait for ever
        assertThat(table.isHeld()).isTrue();
        goOn.countDown();
        Patience.await().until(() -> !table.isHeld());
    }

    private record SlowToClose(WorkerLease lease, CountDownLatch goOn) implements WorkerLease {

        @Override
        public SnowflakeLayout layout() {
            return lease.layout();
        }

        @Override
        public Claim claim() {
            return lease.claim();
        }

        @Override
        public Claim heldClaim() {
            return lease.heldClaim();
        }

        @Override
        public void close() {
            awaitCalmly(goOn);
            lease.close();
        }
    }

    private static void awaitCalmly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
