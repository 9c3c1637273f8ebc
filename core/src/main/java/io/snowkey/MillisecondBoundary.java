// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * Estimates when the next millisecond of a clock begins, in the time of {@link System#nanoTime()}. A clock that is read
 * in milliseconds does not say how long the next one is away. This class calculates it from earlier readings.
 *
 * <p>Thread-safe. A lost update makes one wait longer or shorter by less than a millisecond; the next reading mends it.
 */
final class MillisecondBoundary {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The difference between nanoTime and the clock in nanoseconds, at the beginning of a millisecond. */
    private volatile long offset = Long.MAX_VALUE;

    /** Takes a reading of the clock, and a reading of nanoTime after it. The millisecond began then or before. */
    void shows(long millis, long nanosAfter) {
        // An earlier beginning corrects the known one. Otherwise a thread that once saw a beginning too late would
        // oversleep all later ones, and would never see one in time again.
        if (nanosAfter - millis * NANOS_PER_MILLI < offset) {
            began(millis, nanosAfter);
        }
    }

    /** Takes the beginning of a millisecond that a thread has seen. */
    void began(long millis, long nanos) {
        offset = nanos - millis * NANOS_PER_MILLI;
    }

    /**
     * How long it takes until a later millisecond begins: the estimate, within the bounds that the readings set.
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
