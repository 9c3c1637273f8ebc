// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class HeartbeatsTest {

    @Test
    void beatsAgainAndAgainOnADaemonThreadUntilStopped() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        try (Heartbeats heartbeats = Heartbeats.onThread("snowkey-heartbeat-test", new Random(1))) {
            Runnable stop = heartbeats.every(Duration.ofMillis(1), () -> {
                if (Thread.currentThread().isDaemon()
                        && Thread.currentThread().getName().equals("snowkey-heartbeat-test")) {
                    three.countDown();
                }
            });
            assertThat(three.await(10, TimeUnit.MINUTES)).isTrue();
            stop.run();
        }
    }

    @Test
    void goesOnAfterOneThatThrew() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        try (Heartbeats heartbeats = Heartbeats.onThread("snowkey-heartbeat-test", new Random(1))) {
            heartbeats.every(Duration.ofMillis(1), () -> {
                three.countDown();
                throw new OutOfMemoryError("by the test");
            });
            assertThat(three.await(10, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void goesOnAfterOneWhoseLogThrows() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        try (CapturedLog log = new CapturedLog(true);
                Heartbeats heartbeats = Heartbeats.onThread("snowkey-heartbeat-test", new Random(1))) {
            heartbeats.every(Duration.ofMillis(1), () -> {
                three.countDown();
                throw new IllegalStateException("by the test");
            });
            assertThat(three.await(10, TimeUnit.MINUTES)).isTrue();
            assertThat(log.lines()).isNotEmpty();
        }
    }

    @Test
    void oneThatTookLongerThanTheIntervalIsFollowedAtOnce() {
        Duration interval = Duration.ofSeconds(10);
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(Heartbeats.pause(interval, Duration.ZERO, random)).isBetween(Duration.ofSeconds(8), interval);
            assertThat(Heartbeats.pause(interval, Duration.ofSeconds(3), random))
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
            assertThat(Heartbeats.pause(interval, interval, random)).isZero();
            assertThat(Heartbeats.pause(interval, Duration.ofSeconds(35), random))
                    .isZero();
        }
    }

    /** After an outage all of them got through at the same moment. */
    @Test
    void workersThatBeatAtTheSameMomentSpreadOverTheInterval() {
        Duration interval = Duration.ofSeconds(10);
        long[] buckets = new long[10];
        for (int worker = 0; worker < 40; worker++) {
            Random random = new Random(worker);
            long at = 0;
            for (int beat = 0; beat < 50; beat++) {
                at += Heartbeats.pause(interval, Duration.ZERO, random).toMillis();
            }
            buckets[(int) (at % interval.toMillis() * buckets.length / interval.toMillis())]++;
        }
        assertThat(LongStream.of(buckets).max().orElseThrow())
                .as("workers in one second of the interval")
                .isLessThan(15);
    }

    @Test
    void onceStoppedThereIsNothingOnTheSchedule() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        executor.setRemoveOnCancelPolicy(true);
        try {
            Runnable stop = new HeartbeatTask(executor, Duration.ofHours(1), () -> {}, new Random(1)).start();
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
            HeartbeatTask task = new HeartbeatTask(
                    executor, Duration.ofHours(1), () -> stop.get().run(), new Random(1));
            stop.set(task.start());
            task.run();
            assertThat(executor.getQueue()).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }
}
