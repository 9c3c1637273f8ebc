// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

/**
 * The clock of this process minus the clock of the database, as closely as one question and its answer can tell: the
 * database read its clock at some moment of the round trip.
 *
 * @param min if it did so at once
 * @param max if it did so at the very end
 */
record Skew(long min, long max) {

    /** A round trip that is longer than this says nothing of how long either way took. */
    private static final Duration TELLING = Duration.ofMillis(500);

    static Skew of(long sentMillis, Duration roundTrip, long databaseMillis) {
        return new Skew(sentMillis - databaseMillis, sentMillis + roundTrip.toMillis() - databaseMillis);
    }

    /** Whether the clocks differ by more than this for certain, and not perhaps because the answer was slow. */
    boolean exceeds(Duration limit) {
        return min > limit.toMillis() || max < -limit.toMillis();
    }

    /**
     * The best guess: the middle. After a slow answer, as there are some just after an outage, the middle would be
     * seconds off with clocks that agree: then it is the least by which they differ for certain.
     */
    Duration estimate() {
        if (max - min <= TELLING.toMillis()) {
            return Duration.ofMillis(Math.floorDiv(min + max, 2));
        }
        return Duration.ofMillis(min > 0 ? min : Math.min(0, max));
    }

    /** How long a statement is likely to take to the database, by what the one before took there and back. */
    static Duration oneWay(Duration roundTrip) {
        return roundTrip.compareTo(TELLING) <= 0 ? roundTrip.dividedBy(2) : Duration.ZERO;
    }
}
