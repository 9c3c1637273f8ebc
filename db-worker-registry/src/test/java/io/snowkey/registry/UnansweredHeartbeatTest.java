// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A heartbeat that waits for its answer, while the claim ends. */
@Timeout(600)
final class UnansweredHeartbeatTest {

    private final HikariDataSource pool = TestDatabase.h2().withSchema().pool(2);
    private final SettableClock clock = new SettableClock();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private volatile boolean hangs;
    private final DataSource network = (DataSource) Proxy.newProxyInstance(
            UnansweredHeartbeatTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (p, method, args) -> {
                if (hangs) {
                    asked.countDown();
                    answer.await();
                }
                return pool.getConnection();
            });
    private final TestProcess process =
            new TestProcess(network, builder -> builder.time(new Time(clock, System::nanoTime, pause -> {})));
    private final WorkerLease lease = process.acquire();
    private final SnowflakeGenerator ids =
            SnowflakeGenerator.builder().lease(lease).clock(clock).build();
    private final Thread heartbeat = new Thread(process.heartbeats::beat);

    @AfterEach
    void close() throws InterruptedException {
        hangs = false;
        answer.countDown();
        heartbeat.join();
        pool.close();
    }

    @Test
    void aClaimThatEndedMeanwhileSaysSinceWhen() throws InterruptedException {
        beginHeartbeat();
        assertThat(lease.renewalFailure()).as("the claim has not ended yet").isNull();

        clock.move(Duration.ofHours(1));

        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId))
                .hasMessageContaining("the heartbeat has had no answer from the database since ")
                .returns(IdRefusedException.Reason.CLAIM_ENDED, IdRefusedException::reason);
    }

    @Test
    void aLeaseThatIsClosingSaysThatItIsClosed() throws InterruptedException {
        beginHeartbeat();
        clock.move(Duration.ofHours(1));
        Thread closing = new Thread(lease::close);
        closing.start();
        while (!lease.claim().isSealed()) {
            Thread.onSpinWait();
        }

        assertThat(lease.renewalFailure()).isNull();
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId).reason())
                .isEqualTo(IdRefusedException.Reason.CLOSED);

        answer.countDown();
        closing.join();
    }

    private void beginHeartbeat() throws InterruptedException {
        hangs = true;
        heartbeat.start();
        asked.await();
    }
}
