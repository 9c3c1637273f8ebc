// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * How much time may be lost by sleeping. Whoever sleeps until shortly before a tick is woken a whole tick too late now and
 * then: in two or three waits of a thousand on an idle machine, in many more where the host of a virtual machine is busy.
 * Each wait that ends earns a little, and each millisecond that was slept through costs what {@value #WAITS_PER_LOSS} of them
 * earn. Whoever has less than nothing spins until that is made up for. So an idle machine is slept on, and a busy one still
 * gives the generator all but some thousandths of its ticks.
 *
 * <p>Thread-safe. A lost update forgets a wait.
 */
final class SleepBudget {

    /** The limit may be missed by half a percent: most of it by sleepers, and the rest by spinners, who lose some as well. */
    static final int WAITS_PER_LOSS = 250;

    /** Losses come in twos and threes: as many are in store at most. */
    static final int MOST_LOSSES = 3;

    /** However late: a long pause, or a clock that was set forward, is no reason to spin for long. */
    static final int MOST_AT_ONCE = 3;

    private static final int MOST_WAITS = MOST_LOSSES * WAITS_PER_LOSS;

    private volatile int waits = MOST_WAITS;
    private volatile long reached = Long.MIN_VALUE;

    /** Whether nothing is owed. */
    boolean allowsSleep() {
        return waits >= 0;
    }

    /**
     * A wait is over. Of all threads that waited for the same time, the first one counts: what the others missed was not lost.
     *
     * @param untilMillis what was waited for
     * @param millis what the clock shows, not before that
     */
    void reached(long untilMillis, long millis) {
        if (untilMillis > reached) {
            reached = untilMillis;
            // Whoever spins may lose a tick, too: that is not to be made up for by more spinning.
            int lost = allowsSleep() ? (int) Math.min(millis - untilMillis, MOST_AT_ONCE) : 0;
            waits = Math.min(waits + 1 - lost * WAITS_PER_LOSS, MOST_WAITS);
        }
    }
}
