// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * Decides which point comes next. A pure function: a counter and a reading of the clock go in, a point or a
 * {@link Verdict} comes out. Threads, clocks and waiting are elsewhere.
 *
 * @param burst how many ticks ids may run ahead of the clock
 * @param spreadBits the first id of a tick has a sequence of 0 to {@code 2^spreadBits - 1}; see {@link SequenceStart}
 */
record ClockRules(long burst, int spreadBits) {

    private static final long TICK_USED_UP = Verdict.TICK_USED_UP.code();
    private static final long CLOCK_BEHIND = Verdict.CLOCK_BEHIND.code();

    /** 2^64 divided by the golden ratio: multiples of it, cut to their upper bits, fall evenly whatever the steps. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /** Whether the counter is further ahead of the clock than ids may be. */
    boolean isAhead(Ticks ticks, long next, long now) {
        return ticks.tick(next) - now > burst;
    }

    /**
     * The point to issue next.
     *
     * @param next the smallest point that was not issued yet
     * @param now the tick that the clock shows; negative before the epoch
     * @return the point, {@link Long#MAX_VALUE} if the clock is past the last tick of the layout, or the code of a
     *     verdict
     */
    long next(Ticks ticks, long next, long now) {
        long ahead = ticks.tick(next) - now;
        if (ahead <= burst) {
            // A point after the last tick belongs to no claim. Its upper bits would be shifted out, and the result
            // would be an old point.
            return now >= ticks.ticks() ? Long.MAX_VALUE : ahead < 0 ? first(ticks, now) : next;
        }
        // A sequence that was used up points at the tick after the newest id; one that was not, at the newest id's own.
        return ahead == burst + 1 && ticks.sequence(next) == 0 ? TICK_USED_UP : CLOCK_BEHIND;
    }

    /** The first point to issue in a tick of which nothing was issued. */
    long first(Ticks ticks, long tick) {
        return ticks.point(tick) + ((tick * GOLDEN) >>> 1 >>> (Long.SIZE - 1 - spreadBits));
    }

    /** The first point that a run of ids must not reach. */
    long runLimit(Ticks ticks, long now) {
        long lastTick = now + burst;
        return lastTick >= ticks.ticks() ? Long.MAX_VALUE : ticks.point(lastTick + 1);
    }
}
