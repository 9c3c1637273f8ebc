// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
}
