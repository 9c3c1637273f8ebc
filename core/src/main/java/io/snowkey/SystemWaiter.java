// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the clock shows a tick. A thread sleeps through the greater part of the wait, and spins through the rest:
 * a sleeper wakes 60 to 200 microseconds late, and the limit is four ids per microsecond. Only one thread spins at a
 * time, because a spinner takes a whole core, and two gain nothing over one.
 *
 * <pre>
 *  the ids of this tick                                       the next tick
 *  are used up                                                begins
 *     |------------------------- left ------------------------|
 *     |----------- sleep -----------|--------- early ---------|
 *     |                             |                         |
 *     |            the alarm is set for here;                 |
 *     |            the thread wakes later,   ....x            |
 *     |            but before the tick               spins ---|  and takes ids at once
 *     |            another one that wakes              ....x  |
 *     |            while it spins sleeps on               ----|--x  and takes ids a moment later
 * </pre>
 *
 * <p>Earlier waits give a guess of when the tick begins and how late a sleeper wakes. No guess decides about an id: a
 * wrong guess only costs time. So the threads share their guesses without locks, and a lost update does no harm:
 *
 * <table>
 *   <caption>Who changes what</caption>
 *   <tr><th>guess</th><th>changed by</th><th>a lost update</th></tr>
 *   <tr><td>{@code boundary}: where a millisecond of the clock begins</td><td>every thread that reads the clock; most
 *       exactly by the one that spins</td><td>one wait is up to 1 ms too long or too short</td></tr>
 *   <tr><td>{@code lateNanos}: how late a sleeper wakes</td><td>every thread that slept</td><td>forgets one
 *   awakening</td></tr>
 *   <tr><td>{@code budget}: how many ticks sleeping has cost</td><td>the first thread that reaches a tick</td>
 *       <td>forgets one wait</td></tr>
 *   <tr><td>{@code spinning}: whether a thread spins</td><td>that thread</td><td>none: compare-and-set</td></tr>
 * </table>
 */
final class SystemWaiter implements Waiter {

    /** The longest sleep. The clock is read after it, so that a step of the clock is noticed. */
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long MIN_LATE_NANOS = 20_000;
    private static final long MAX_LATE_NANOS = 200_000;

    /**
     * The longest spin of a thread that may not sleep. The wait for a clock that fell behind may be longer than a tick.
     */
    private static final long LONGEST_SPIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How much longer it waits than a moving clock would take, before it says that the clock stands still. */
    private final long graceNanos;

    private final AtomicBoolean spinning = new AtomicBoolean();
    private final MillisecondBoundary boundary = new MillisecondBoundary();
    private final SleepBudget budget = new SleepBudget();
    /** How late sleepers wake, on average. A lost update does no harm. */
    private volatile long lateNanos = 3 * MIN_LATE_NANOS;

    SystemWaiter() {
        this(TimeUnit.SECONDS.toNanos(1));
    }

    SystemWaiter(long graceNanos) {
        this.graceNanos = graceNanos;
    }

    @Override
    public Outcome await(InstantSource clock, long untilMillis, long longestMillis) {
        long startedMillis = clock.millis();
        long startedNanos = System.nanoTime();
        long givenUpAfterNanos = TimeUnit.MILLISECONDS.toNanos(longestMillis) + graceNanos;
        boolean waited = false;
        for (; ; ) {
            long millis = clock.millis();
            long nanos = System.nanoTime();
            boundary.shows(millis, nanos);
            if (millis >= untilMillis) {
                if (waited) {
                    budget.reached(untilMillis, millis);
                }
                return Outcome.REACHED;
            }
            if (millis < startedMillis || untilMillis - millis > longestMillis) {
                return Outcome.MOVED_BACK;
            }
            if (Thread.currentThread().isInterrupted()) {
                return Outcome.INTERRUPTED;
            }
            if (nanos - startedNanos > givenUpAfterNanos) {
                return Outcome.STALLED;
            }
            long left = boundary.nanosUntil(untilMillis, millis, nanos);
            // Nearly all sleepers are awake by then. The ones that wake a little after the tick began still use it up.
            long early = budget.allowsSleep() ? lateNanos + lateNanos / 2 : LONGEST_SPIN_NANOS;
            waited = true;
            if (left > early) {
                sleep(Math.min(left - early, LONGEST_SLEEP_NANOS), nanos);
            } else if (spinning.compareAndSet(false, true)) {
                try {
                    spin(clock, untilMillis);
                } finally {
                    spinning.set(false);
                }
            } else {
                // The thread that spins takes the first ids of the tick: this one may come a moment later.
                sleep(left + MIN_LATE_NANOS, nanos);
            }
        }
    }

    private void sleep(long wantedNanos, long sinceNanos) {
        LockSupport.parkNanos(wantedNanos);
        long late = System.nanoTime() - sinceNanos - wantedNanos;
        if (late >= 0) { // otherwise it was woken early
            long average = lateNanos + (Math.min(late, MAX_LATE_NANOS) - lateNanos) / 8;
            lateNanos = Math.max(MIN_LATE_NANOS, average);
        }
    }

    private void spin(InstantSource clock, long untilMillis) {
        for (int i = 0; i < 100; i++) {
            if (clock.millis() >= untilMillis) {
                boundary.began(untilMillis, System.nanoTime());
                return;
            }
            Thread.onSpinWait();
        }
    }
}
