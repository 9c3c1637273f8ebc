// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * How many ticks may be lost by sleeping. Now and then a thread that sleeps until shortly before a tick wakes a whole tick too
 * late: in two or three of a thousand waits on an idle machine, in many more where the host of a virtual machine is busy.
 *
 * <p>The budget counts in waits. Each wait that ends earns one. Each millisecond that was slept through costs
 * {@value #WAITS_PER_LOSS}. While the budget is below zero, threads spin instead of sleeping. So on an idle machine they
 * sleep, and on a busy one the generator still gets all but some thousandths of its ticks.
 *
 * <p>Thread-safe. A lost update forgets one wait.
 */
final class SleepBudget {

    /** Half a percent of the ticks may be lost. Sleepers take most of that, and spinners, which lose some as well, the rest. */
    static final int WAITS_PER_LOSS = 250;

    /** Losses come in twos and threes, so the budget holds that many at most. */
    static final int MOST_LOSSES = 3;

    /** A wait costs this many losses at most: a long pause, or a clock set forward, is no reason to spin for long. */
    static final int MOST_AT_ONCE = 3;

    private static final int MOST_WAITS = MOST_LOSSES * WAITS_PER_LOSS;

    private volatile int waits = MOST_WAITS;
    private volatile long reached = Long.MIN_VALUE;

    /** Whether nothing is owed. */
    boolean allowsSleep() {
        return waits >= 0;
    }

    /**
     * A wait is over. Of all threads that waited for the same tick, only the first one counts: it got the ids that the others
     * missed.
     *
     * @param untilMillis what was waited for
     * @param millis what the clock shows, not before that
     */
    void reached(long untilMillis, long millis) {
        if (untilMillis > reached) {
            reached = untilMillis;
            // A spinner may lose a tick, too, but more spinning would not make up for that.
            int lost = allowsSleep() ? (int) Math.min(millis - untilMillis, MOST_AT_ONCE) : 0;
            waits = Math.min(waits + 1 - lost * WAITS_PER_LOSS, MOST_WAITS);
        }
    }
}
