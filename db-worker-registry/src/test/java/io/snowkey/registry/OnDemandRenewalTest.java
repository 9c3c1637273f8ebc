// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A process that issues nothing keeps silent, and one that was silent or frozen comes back with its first call. */
@Timeout(600)
final class OnDemandRenewalTest {

    private static final Duration RESERVATION = Duration.ofMinutes(10);

    private final HikariDataSource pool = TestDatabase.h2().withSchema().pool(4);
    private final CountingDataSource counting = new CountingDataSource(pool);
    private final AtomicLong nanos = new AtomicLong();
    private final SettableClock clock = new SettableClock();
    private final List<TestProcess> processes = new ArrayList<>();

    @AfterEach
    void close() {
        processes.forEach(TestProcess::close);
        pool.close();
    }

    private TestProcess process(DataSource database, UnaryOperator<JdbcWorkerRegistry.Builder> setup) {
        TestProcess process = new TestProcess(database, builder -> setup.apply(builder)
                .maxClockSkew(Duration.ofHours(10)) // the database's clock does not follow the simulated one
                .time(new Time(clock, nanos::get, pause -> pass(pause))));
        processes.add(process);
        return process;
    }

    private void pass(Duration duration) {
        clock.move(duration);
        nanos.addAndGet(duration.toNanos());
    }

    private SnowflakeGenerator generator(WorkerLease lease) {
        return SnowflakeGenerator.builder().lease(lease).clock(clock).build();
    }

    private void anHourOfHeartbeats(TestProcess process) {
        for (int i = 0; i < 360; i++) {
            pass(Duration.ofSeconds(10));
            process.heartbeats.beat();
        }
    }

    @Test
    void anIdleHourCostsNoStatementAndTheNextIdComesAtOnce() {
        TestProcess process = process(counting.counted(), builder -> builder.quietAfter(Duration.ofMinutes(5)));
        SnowflakeGenerator ids = generator(process.acquire());
        long before = ids.nextId();
        for (int i = 0; i < 31; i++) { // until it is quiet
            pass(Duration.ofSeconds(10));
            process.heartbeats.beat();
        }
        long statements = counting.statements();
        anHourOfHeartbeats(process);
        assertThat(counting.statements()).isEqualTo(statements);

        assertThat(ids.nextId()).isGreaterThan(before);
        assertThat(ids.workerId())
                .isEqualTo(SnowflakeLayout.DEFAULT.decode(before).workerId());
        assertThat(counting.statements()).isEqualTo(statements + 1);
    }

    @Test
    void withoutTheSettingEveryHeartbeatIsAStatement() {
        TestProcess process = process(counting.counted(), builder -> builder);
        process.acquire();
        process.heartbeats.beat();
        long statements = counting.statements();
        anHourOfHeartbeats(process);
        assertThat(counting.statements())
                .as("and once a minute the free worker ids are counted")
                .isEqualTo(statements + 360 + 60);
    }

    @Test
    void anIdInsideTheClaimEndsTheSilenceWithTheNextHeartbeat() {
        TestProcess process = process(counting.counted(), builder -> builder.quietAfter(Duration.ofMinutes(1)));
        WorkerLease lease = process.acquire();
        SnowflakeGenerator ids = generator(lease);
        for (int i = 0; i < 12; i++) {
            pass(Duration.ofSeconds(10));
            process.heartbeats.beat();
        }
        long until = lease.claim().untilMillis();
        long statements = counting.statements();
        ids.nextId();
        assertThat(counting.statements())
                .as("an id inside of the claim asks nobody")
                .isEqualTo(statements);
        pass(Duration.ofSeconds(10));
        process.heartbeats.beat();
        assertThat(lease.claim().untilMillis()).isGreaterThan(until);
    }

    @Test
    void aQuietWorkerWhoseIdWasTakenMeanwhileGoesOnUnderAnotherOne() {
        TestProcess process =
                process(counting.counted(), builder -> builder.workerIds(3, 4).quietAfter(Duration.ofMinutes(5)));
        SnowflakeGenerator ids = generator(process.acquire());
        long before = ids.nextId();
        anHourOfHeartbeats(process);
        TestDatabase.execute(pool, "UPDATE snowkey_worker SET generation = generation + 1, holder = 'somebody else'");
        long id = ids.nextId();
        assertThat(id).isGreaterThan(before);
        assertThat(SnowflakeLayout.DEFAULT.decode(id).workerId())
                .isNotEqualTo(SnowflakeLayout.DEFAULT.decode(before).workerId());
    }

    /** Frozen: time passes, and nothing beats. */
    private SnowflakeGenerator frozen(TestProcess process) {
        SnowflakeGenerator ids = generator(process.acquire());
        ids.nextId();
        pass(RESERVATION.plusSeconds(1));
        return ids;
    }

    @Test
    void aFrozenProcessIsRefusedUntilItsHeartbeatUnlessACallMayWait() {
        SnowflakeGenerator ids = frozen(process(pool, builder -> builder));
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId).reason())
                .isEqualTo(IdRefusedException.Reason.CLAIM_ENDED);
        assertThat(frozen(process(pool, builder -> builder.claimWait(Duration.ofSeconds(30))))
                        .nextId())
                .isPositive();
    }

    /** A database that does not answer before it is told to, as one that is being woken. */
    private final class Sleeping {

        final AtomicReference<CountDownLatch> awake = new AtomicReference<>(new CountDownLatch(0));
        final AtomicInteger asked = new AtomicInteger();
        final DataSource database = (DataSource) Proxy.newProxyInstance(
                OnDemandRenewalTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (p, method, args) -> {
                    asked.incrementAndGet();
                    awake.get().await();
                    return pool.getConnection();
                });

        void sleep() {
            awake.set(new CountDownLatch(1));
            asked.set(0);
        }
    }

    private static Thread waiting(Runnable call) throws InterruptedException {
        Thread caller = new Thread(call);
        caller.start();
        while (caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        return caller;
    }

    @Test
    void manyCallsWaitForOneHeartbeatOfADatabaseThatHasToWakeFirst() throws Exception {
        Sleeping sleeping = new Sleeping();
        SnowflakeGenerator ids =
                frozen(process(sleeping.database, builder -> builder.claimWait(Duration.ofSeconds(50))));
        sleeping.sleep();
        Set<Long> issued = ConcurrentHashMap.newKeySet();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            callers.add(waiting(() -> issued.add(ids.nextId())));
        }
        sleeping.awake.get().countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(issued).hasSize(20);
        assertThat(sleeping.asked)
                .as("one heartbeat, and then the forgetting of former holders")
                .hasValueBetween(1, 2);
    }

    @Test
    void theWaitIsBounded() {
        Sleeping sleeping = new Sleeping();
        SnowflakeGenerator ids =
                frozen(process(sleeping.database, builder -> builder.claimWait(Duration.ofMillis(100))));
        sleeping.sleep();
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId).reason())
                .isEqualTo(IdRefusedException.Reason.CLAIM_ENDED);
        sleeping.awake.get().countDown();
    }

    @Test
    void aFailedHeartbeatWakesAllAndLaterCallsAreRefusedAtOnce() {
        TestProcess process = process(counting.counted(), builder -> builder.claimWait(Duration.ofSeconds(50)));
        SnowflakeGenerator ids = frozen(process);
        process.network.set(Outage.Mode.NO_CONNECTION);
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId))
                .hasMessageContaining("Connection refused (by the test)");
        process.network.set(Outage.Mode.NONE);
        long statements = counting.statements();
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId)).isNotNull();
        assertThat(counting.statements()).as("nobody was asked").isEqualTo(statements);
        process.heartbeats.beat();
        assertThat(ids.nextId()).isPositive();
    }

    @Test
    void aCloseEndsTheWait() throws Exception {
        Sleeping sleeping = new Sleeping();
        TestProcess process = process(sleeping.database, builder -> builder.claimWait(Duration.ofSeconds(60))
                .closeTimeout(Duration.ofMillis(200)));
        SnowflakeGenerator ids = frozen(process);
        sleeping.sleep();
        Set<Object> outcome = ConcurrentHashMap.newKeySet();
        Thread caller = waiting(() -> outcome.add(
                catchThrowableOfType(IdRefusedException.class, ids::nextId).reason()));
        long began = System.nanoTime();
        ids.close();
        caller.join();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(50));
        assertThat(outcome).hasSize(1);
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId).reason())
                .as("and a closed lease never waits")
                .isEqualTo(IdRefusedException.Reason.CLOSED);
        sleeping.awake.get().countDown();
    }

    @Test
    void aLeaseThatIsStuckDoesNotKeepAnotherFromComingBack() throws Exception {
        Sleeping sleeping = new Sleeping();
        TestProcess process = process(sleeping.database, builder -> builder.claimWait(Duration.ofSeconds(50)));
        SnowflakeGenerator stuck = generator(process.acquire());
        SnowflakeGenerator other = generator(process.acquire());
        pass(RESERVATION.plusSeconds(1));
        sleeping.sleep();
        CountDownLatch asleep = sleeping.awake.get();
        Thread caller = waiting(stuck::nextId);
        while (sleeping.asked.get() == 0) {
            Thread.sleep(1);
        }
        sleeping.awake.set(new CountDownLatch(0));
        assertThat(other.nextId()).isPositive();
        assertThat(caller.isAlive()).isTrue();
        asleep.countDown();
        caller.join();
    }

    @Test
    void silenceNeedsAWait() {
        assertThat(Lifecycle.of(Duration.ofSeconds(5), Duration.ofMinutes(1), null)
                        .claimWait())
                .isEqualTo(Duration.ofSeconds(5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lifecycle.of(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ZERO))
                .withMessageStartingWith("claimWait 0 ms: must be more than 0 if quietAfter is set");
    }
}
