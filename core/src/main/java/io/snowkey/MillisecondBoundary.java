// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * Where the milliseconds of a clock begin, in the time of {@link System#nanoTime()}. A clock that is read in milliseconds
 * does not say how far it is to the next one. This class reckons it from earlier readings.
 *
 * <p>Thread-safe. A lost update makes one wait longer or shorter by less than a millisecond; the next reading mends it.
 */
final class MillisecondBoundary {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What is added to the beginning of a millisecond, in nanoseconds of the clock, for that of nanoTime. */
    private volatile long offset = Long.MAX_VALUE;

    /** A reading of the clock, and one of nanoTime after it: the millisecond began then or before. */
    void shows(long millis, long nanosAfter) {
        // An earlier beginning than the one known corrects it. Otherwise a thread that once saw a beginning too late
        // would
        // oversleep all later ones, and never see one in time again.
        if (nanosAfter - millis * NANOS_PER_MILLI < offset) {
            began(millis, nanosAfter);
        }
    }

    /** The beginning of a millisecond was seen. */
    void began(long millis, long nanos) {
        offset = nanos - millis * NANOS_PER_MILLI;
    }

    /**
     * How long it takes until a later millisecond begins: what was reckoned, within the bounds that the readings set.
     *
     * @param millis the clock, passed to {@link #shows} before
     * @param nanos nanoTime, read after it
     */
    long nanosUntil(long untilMillis, long millis, long nanos) {
        long most = (untilMillis - millis) * NANOS_PER_MILLI;
        long reckoned = untilMillis * NANOS_PER_MILLI + offset - nanos;
        return Math.max(most - NANOS_PER_MILLI, Math.min(most, reckoned));
    }
}
