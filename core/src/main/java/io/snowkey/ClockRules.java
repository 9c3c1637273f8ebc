// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * The decision of a generator, as a pure function: a counter and a reading of the clock in, the next point or a verdict
 * out. Threads, clocks and waiting stand around it.
 *
 * @param burst how many ticks ids may run ahead of the clock as a matter of course
 * @param tolerance how many further ticks a clock that fell behind is waited for
 * @param continues whether ids go on when it fell behind by more than that
 */
record ClockRules(long burst, long tolerance, boolean continues) {

    // Verdicts are negative, points are not.

    /** All ids of this tick, and of those that the burst allows, are taken: wait for the next one. */
    static final long WAIT_FOR_TICK = -1;
    /** The clock fell behind within the tolerance: wait until it has caught up. */
    static final long WAIT_FOR_CLOCK = -2;
    /** The clock fell behind by more than the tolerance. */
    static final long CLOCK_BEHIND = -3;

    /** Whether the counter is further ahead of the clock than ids may be: the clock then has a say. */
    boolean isAhead(Ticks ticks, long next, long now) {
        return ticks.tick(next) - now > burst;
    }

    /**
     * The point to issue next.
     *
     * @param next the smallest point that was not issued yet
     * @param now the tick that the clock shows; negative before the epoch
     * @return the point, {@link Long#MAX_VALUE} if the clock is past the last tick of the layout, or a verdict
     */
    long next(Ticks ticks, long next, long now) {
        long ahead = ticks.tick(next) - now;
        if (ahead <= 0) {
            // Such a point belongs to no claim. Its bits would be shifted out, and an old point would come of it.
            return now >= ticks.ticks() ? Long.MAX_VALUE : Math.max(next, ticks.point(now));
        }
        if (ahead <= burst) {
            return next;
        }
        // A sequence that was used up points at the tick after the newest id; one that was not, at the newest id's own.
        long drift = ticks.sequence(next) == 0 ? ahead - 1 : ahead;
        if (drift <= burst) {
            return WAIT_FOR_TICK;
        }
        if (drift - burst <= tolerance) {
            return WAIT_FOR_CLOCK;
        }
        return continues ? next : CLOCK_BEHIND;
    }

    /**
     * The first point that a run of ids starting at {@code start} must not reach.
     *
     * @param start what {@link #next} gave
     */
    long runLimit(Ticks ticks, long start, long now) {
        long lastTick = ticks.tick(start) - now > burst ? Long.MAX_VALUE : now + burst;
        return lastTick >= ticks.ticks() ? Long.MAX_VALUE : ticks.point(lastTick + 1);
    }
}
