// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

import io.snowkey.Waiter.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SystemWaiterTest {

    private final Waiter waiter = new SystemWaiter();

    @Test
    void returnsOnceTheClockShowsTheTime() {
        long until = InstantSource.system().millis() + 3;

        assertThat(waiter.await(InstantSource.system(), until, 5)).isEqualTo(Outcome.REACHED);
        assertThat(InstantSource.system().millis()).isGreaterThanOrEqualTo(until);
    }

    @Test
    void returnsAtOnceIfTheTimeIsReached() {
        assertThat(waiter.await(new SettableClock(5), 5, 5)).isEqualTo(Outcome.REACHED);
    }

    @Test
    void noticesAnInterruptAndKeepsIt() {
        Thread.currentThread().interrupt();

        assertThat(waiter.await(new SettableClock(5), 100_000, 100_000)).isEqualTo(Outcome.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void givesUpOnAClockThatStandsStill() {
        assertThat(new SystemWaiter(1_000_000).await(new SettableClock(5), 8, 5))
                .isEqualTo(Outcome.STALLED);
    }

    @Test
    void returnsWhenTheClockMovesBack() {
        long[] readings = {1_000, 1_001, 400};
        int[] reading = {0};
        InstantSource jumping = clock(() -> readings[Math.min(reading[0]++, 2)]);

        assertThat(waiter.await(jumping, 1_003, 5)).isEqualTo(Outcome.MOVED_BACK);
    }

    @Test
    void returnsWhenTheClockMovedBackJustBeforeTheWait() {
        assertThat(waiter.await(new SettableClock(400), 1_003, 6)).isEqualTo(Outcome.MOVED_BACK);
        assertThat(new SystemWaiter(1_000_000).await(new SettableClock(997), 1_003, 6))
                .as("as far away as it may be")
                .isEqualTo(Outcome.STALLED);
    }

    private static InstantSource clock(LongSupplier millis) {
        return new InstantSource() {
            @Override
            public long millis() {
                return millis.getAsLong();
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis.getAsLong());
            }
        };
    }
}
