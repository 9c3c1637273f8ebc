// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads a wall clock, and does not believe it at once when it leaps forward. A mark that followed a leap of a year
 * could not be taken back, and no start would be possible for a year.
 *
 * <p>The wall clock and the monotonic clock run at the same pace. So their difference stays the same until somebody
 * sets the wall clock. A change of up to the allowance is followed at once. A larger change is followed after 5 s: by
 * then a clock that leapt by mistake has been put back. Until then, time goes on from the old reading of the wall
 * clock, at the pace of the monotonic clock. A clock that moves back is followed at once. Not thread-safe.
 */
final class LeapGuard {

    static final Duration HOLD = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final long allowanceMillis;
    private final long startNanos;

    /** The difference of wall clock and monotonic clock that is believed. */
    private long believed;

    /** The change that is not believed yet; 0 if there is none. */
    private long leap;

    private long leaptAtMillis;

    LeapGuard(InstantSource clock, LongSupplier nanoTime, Duration allowance) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.allowanceMillis = allowance.toMillis();
        this.startNanos = nanoTime.getAsLong();
        this.believed = clock.millis();
    }

    /** The believed time, in milliseconds since the Unix epoch. Never later than the wall clock. */
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

    /** How far the wall clock is ahead of the believed time; zero if it is not ahead. */
    Duration ahead() {
        return Duration.ofMillis(Math.max(0, leap));
    }
}
