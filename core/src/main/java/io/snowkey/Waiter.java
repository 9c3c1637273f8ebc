// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Lets a thread wait for its clock. Holds no lock meanwhile, so a virtual thread frees its carrier. */
interface Waiter {

    /** How a wait ended. */
    enum Outcome {
        /** The clock shows the time waited for. */
        REACHED,
        /** The thread was interrupted; its flag is still set. */
        INTERRUPTED,
        /** Ample time passed, and the clock still does not show it: it stands still, or it moved back meanwhile. */
        STALLED
    }

    Outcome await(InstantSource clock, long untilMillis);

    /**
     * Sleeps through the greater part and spins the rest. A sleeper wakes up to a fifth of a millisecond late, which would
     * cost as many ids; a spinner burns a whole core.
     */
    Waiter SYSTEM = (clock, untilMillis) -> {
        long started = System.nanoTime();
        long spinNanos = 250_000;
        long graceNanos = Duration.ofSeconds(1).toNanos();
        Instant until = Instant.ofEpochMilli(untilMillis);
        long firstLeft = Long.MIN_VALUE;
        for (; ; ) {
            if (clock.millis() >= untilMillis) {
                return Outcome.REACHED;
            }
            if (Thread.currentThread().isInterrupted()) {
                return Outcome.INTERRUPTED;
            }
            long left = Duration.between(clock.instant(), until).toNanos();
            if (firstLeft == Long.MIN_VALUE) {
                firstLeft = left;
            }
            if (System.nanoTime() - started > firstLeft + graceNanos) {
                return Outcome.STALLED;
            }
            if (left > spinNanos) {
                LockSupport.parkNanos(left - spinNanos);
            } else {
                spin(clock, untilMillis);
            }
        }
    };

    private static void spin(InstantSource clock, long untilMillis) {
        for (int i = 0; i < 100 && clock.millis() < untilMillis; i++) {
            Thread.onSpinWait();
        }
    }
}
