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

    static Skew of(long sentMillis, Duration roundTrip, long databaseMillis) {
        return new Skew(sentMillis - databaseMillis, sentMillis + roundTrip.toMillis() - databaseMillis);
    }

    /** Whether the clocks differ by more than this for certain, and not perhaps because the answer was slow. */
    boolean exceeds(Duration limit) {
        return min > limit.toMillis() || max < -limit.toMillis();
    }

    /** The best guess. */
    Duration estimate() {
        return Duration.ofMillis(Math.floorDiv(min + max, 2));
    }
}
