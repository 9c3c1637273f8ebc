// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps through the greater part of a wait and spins the rest. A sleeper wakes up to a fifth of a millisecond late, which
 * would cost as many ids; a spinner burns a whole core.
 */
final class SystemWaiter implements Waiter {

    private static final long SPIN_NANOS = 250_000;
    /** The clock is looked at this often at least, so that a step of it is noticed. */
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How much longer than a moving clock would take it waits before it calls the clock standing. */
    private final long graceNanos;

    SystemWaiter() {
        this(TimeUnit.SECONDS.toNanos(1));
    }

    SystemWaiter(long graceNanos) {
        this.graceNanos = graceNanos;
    }

    @Override
    public Outcome await(InstantSource clock, long untilMillis) {
        long startedMillis = clock.millis();
        long startedNanos = System.nanoTime();
        long givenUpAfterNanos = TimeUnit.MILLISECONDS.toNanos(untilMillis - startedMillis) + graceNanos;
        for (; ; ) {
            long millis = clock.millis();
            if (millis >= untilMillis) {
                return Outcome.REACHED;
            }
            if (millis < startedMillis) {
                return Outcome.MOVED_BACK;
            }
            if (Thread.currentThread().isInterrupted()) {
                return Outcome.INTERRUPTED;
            }
            if (System.nanoTime() - startedNanos > givenUpAfterNanos) {
                return Outcome.STALLED;
            }
            long left = nanosUntil(clock, untilMillis);
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(Math.min(left - SPIN_NANOS, LONGEST_SLEEP_NANOS));
            } else {
                spin(clock, untilMillis);
            }
        }
    }

    private static long nanosUntil(InstantSource clock, long untilMillis) {
        return Duration.between(clock.instant(), Instant.ofEpochMilli(untilMillis))
                .toNanos();
    }

    private static void spin(InstantSource clock, long untilMillis) {
        for (int i = 0; i < 100 && clock.millis() < untilMillis; i++) {
            Thread.onSpinWait();
        }
    }
}
