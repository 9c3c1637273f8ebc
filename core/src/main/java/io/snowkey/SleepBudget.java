// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * Limits how many ticks are lost by sleeping. A thread that sleeps until shortly before a tick sometimes wakes a whole
 * tick too late. On an idle machine that happens in two or three of a thousand waits, and much more often where the
 * host of a virtual machine is busy.
 *
 * <p>The budget counts in waits. Each wait that ends earns one. Each millisecond that was slept through costs
 * {@value #WAITS_PER_LOSS}. While the budget is below zero, threads spin instead of sleeping. So on an idle machine
 * they sleep, and on a busy one the generator still gets all but some thousandths of its ticks.
 *
 * <p>Thread-safe. A lost update forgets one wait.
 */
final class SleepBudget {

    /**
     * How many waits pay for one lost tick. So half a percent of the ticks may be lost: sleepers lose most of them, and
     * spinners the rest.
     */
    static final int WAITS_PER_LOSS = 250;

    /** How many losses the budget can hold. Losses come in twos and threes. */
    static final int MOST_LOSSES = 3;

    /**
     * How many losses one wait can cost at most. A long pause, or a clock set forward, is no reason to spin for long.
     */
    static final int MOST_AT_ONCE = 3;

    private static final int MOST_WAITS = MOST_LOSSES * WAITS_PER_LOSS;

    private volatile int waits = MOST_WAITS;
    private volatile long reached = Long.MIN_VALUE;

    /** Whether the budget is not below zero. */
    boolean allowsSleep() {
        return waits >= 0;
    }

    /**
     * Records the end of a wait. Of all threads that waited for the same tick, only the first one counts: it got the
     * ids that the others missed.
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
