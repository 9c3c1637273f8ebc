// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class HeartbeatsTest {

    @Test
    void beatsAgainAndAgainOnADaemonThreadUntilStopped() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        try (Heartbeats heartbeats = Heartbeats.onThread("snowkey-heartbeat-test")) {
            Runnable stop = heartbeats.every(Duration.ofMillis(1), () -> {
                if (Thread.currentThread().isDaemon()
                        && Thread.currentThread().getName().equals("snowkey-heartbeat-test")) {
                    three.countDown();
                }
            });
            assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
            stop.run();
        }
    }

    @Test
    void goesOnAfterOneThatThrew() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        try (Heartbeats heartbeats = Heartbeats.onThread("snowkey-heartbeat-test")) {
            heartbeats.every(Duration.ofMillis(1), () -> {
                three.countDown();
                throw new OutOfMemoryError("by the test");
            });
            assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void oneThatTookLongerThanTheIntervalIsFollowedAtOnce() {
        Duration interval = Duration.ofSeconds(10);
        assertThat(Heartbeats.pause(interval, Duration.ZERO)).isEqualTo(interval);
        assertThat(Heartbeats.pause(interval, Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(7));
        assertThat(Heartbeats.pause(interval, interval)).isZero();
        assertThat(Heartbeats.pause(interval, Duration.ofSeconds(35))).isZero();
    }

    @Test
    void onceStoppedThereIsNothingOnTheSchedule() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        executor.setRemoveOnCancelPolicy(true);
        try {
            Runnable stop = new Repeated(executor, Duration.ofHours(1), () -> {}).start();
            assertThat(executor.getQueue()).hasSize(1);
            stop.run();
            assertThat(executor.getQueue()).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void oneThatIsStoppedInTheMiddleOfABeatDoesNotBeatAgain() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        executor.setRemoveOnCancelPolicy(true);
        try {
            AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
            Repeated repeated =
                    new Repeated(executor, Duration.ofHours(1), () -> stop.get().run());
            stop.set(repeated.start());
            repeated.run();
            assertThat(executor.getQueue()).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }
}
