// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

/**
 * The clock of this process minus the clock of the database, in milliseconds. It is as close as one question and its
 * answer can tell: the database read its clock at some moment of the round trip.
 *
 * @param min the difference if the database read its clock at once
 * @param max the difference if the database read its clock at the very end
 */
record Skew(long min, long max) {

    /** The longest round trip that tells how long each way took. */
    private static final Duration TELLING = Duration.ofMillis(500);

    static Skew of(long sentMillis, Duration roundTrip, long databaseMillis) {
        return new Skew(sentMillis - databaseMillis, sentMillis + roundTrip.toMillis() - databaseMillis);
    }

    /** Whether the clocks differ by more than this for certain, and not only because the answer was slow. */
    boolean exceeds(Duration limit) {
        return min > limit.toMillis() || max < -limit.toMillis();
    }

    /**
     * The best guess: the middle of the two. Answers are slow just after an outage, and the middle would then be
     * seconds off although the clocks agree. So after a slow answer, the guess is the least difference that is
     * certain.
     */
    Duration estimate() {
        if (max - min <= TELLING.toMillis()) {
            return Duration.ofMillis(Math.floorDiv(min + max, 2));
        }
        return Duration.ofMillis(min > 0 ? min : Math.min(0, max));
    }

    /**
     * How long a statement probably takes to the database: half the round trip of the one before. It is 0 if that was
     * slow.
     */
    static Duration oneWay(Duration roundTrip) {
        return roundTrip.compareTo(TELLING) <= 0 ? roundTrip.dividedBy(2) : Duration.ZERO;
    }
}
