// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.WorkerLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool that takes longer for a connection than the clocks may differ: 15 s of the clock that the test has in its
 * hands. What is read before there is a connection is 15 s old when the statement arrives.
 */
final class PoolWaitTest {

    private static final Duration WAIT = Duration.ofSeconds(15);

    private final HikariDataSource pool = TestDatabase.h2().withSchema().pool(2);
    private final SettableClock clock = new SettableClock();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean slow = new AtomicBoolean();
    private final RecordingObserver observer = new RecordingObserver();
    private final Outage network = new Outage(pool);
    private final DataSource waiting = (DataSource) Proxy.newProxyInstance(
            PoolWaitTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (p, method, args) -> {
                if (slow.get()) {
                    pass(WAIT);
                }
                return network.getConnection();
            });
    private final TestProcess process = new TestProcess(
            waiting, builder -> builder.observer(observer).time(new Time(clock, nanos::get, this::pass)));

    @AfterEach
    void close() {
        slow.set(false);
        pool.close();
    }

    private void pass(Duration duration) {
        clock.move(duration);
        nanos.addAndGet(duration.toNanos());
    }

    /** From now on the pool is slow; the clock agrees with that of the database once there is a connection. */
    private void slowFromNowOn() {
        clock.move(WAIT.negated());
        slow.set(true);
    }

    @Test
    void aHeartbeatThatWaitedForItsConnectionExtendsTheClaim() {
        WorkerLease lease = process.acquire();
        observer.newCalls();
        slowFromNowOn();
        long took = Elapsed.millis(process.heartbeats::beat);
        assertThat(lease.renewalFailure()).isNull();
        assertThat(observer.newCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("heartbeatRenewed");
            assertThat(call.clockSkew().toMillis()).isBetween(-1_000 - took, 1_000 + took);
        });
    }

    @Test
    void aWaitForTheConnectionChangesNothingOfAnAcquisition() {
        process.acquire().close();
        slowFromNowOn();
        observer.newCalls();
        WorkerLease lease = process.acquire();
        assertThat(lease.claim().fromMillis()).isBetween(clock.millis() - 5_000, clock.millis());
        assertThat(observer.newCalls()).extracting(RecordingObserver.Call::name).containsExactly("acquired");
    }

    @Test
    void isNotPartOfTheTimeForWhichARolledBackStatementIsRepeated() {
        WorkerLease lease = process.acquire();
        slowFromNowOn();
        network.rollBack(1);
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
    }
}
