// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A wall clock that is not believed at once when it leaps forward. A mark that followed a leap of a year could not be taken
 * back, and no start would be possible for a year.
 *
 * <p>The wall clock and the monotonic clock run at the same pace, so their difference stands still, until somebody sets the wall
 * clock. A change of up to the allowance is followed at once. A larger one is followed once it lasted for 5 s: a clock that was
 * corrected stays where it is, and a clock that leapt by mistake is put back. Until then time goes on at the pace of
 * the monotonic clock, from where the wall clock was before. A clock that moves back is followed at once. Not thread-safe.
 */
final class LeapGuard {

    static final Duration HOLD = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final long allowanceMillis;
    private final long startNanos;

    /** The wall clock minus the monotonic clock, as it is believed. */
    private long believed;

    /** What it changed to, not believed yet, and since when; 0 is no change. */
    private long leap;

    private long leaptAtMillis;

    LeapGuard(InstantSource clock, LongSupplier nanoTime, Duration allowance) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.allowanceMillis = allowance.toMillis();
        this.startNanos = nanoTime.getAsLong();
        this.believed = clock.millis();
    }

    /** The time, in milliseconds since the Unix epoch; not later than the wall clock's. */
    long millis() {
        long elapsed = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos);
        long wall = clock.millis();
        long change = wall - elapsed - believed;
        if (isSmall(change)) {
            follow(change);
        } else if (leap == 0 || !isSmall(change - leap)) {
            leap = change;
            leaptAtMillis = elapsed;
        } else if (elapsed - leaptAtMillis >= HOLD.toMillis()) {
            follow(change);
        }
        return Math.min(wall, believed + elapsed);
    }

    private boolean isSmall(long change) {
        return Math.abs(change) <= allowanceMillis;
    }

    private void follow(long change) {
        believed += change;
        leap = 0;
    }

    /** By how much the clock is ahead of what is believed; zero if it is not. */
    Duration ahead() {
        return Duration.ofMillis(Math.max(0, leap));
    }
}
