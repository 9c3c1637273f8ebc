// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps through the greater part of a wait, and spins the rest in one thread at a time. A sleeper wakes some 60 to 200
 * microseconds late, which would cost as many ids; a spinner burns a whole core, and two of them gain nothing over one.
 */
final class SystemWaiter implements Waiter {

    /** The clock is looked at this often at least, so that a step of it is noticed. */
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long MIN_LATE_NANOS = 20_000;
    private static final long MAX_LATE_NANOS = 200_000;

    /** Whoever may not sleep spins for no longer than this: a clock that fell behind is waited for longer than a tick. */
    private static final long LONGEST_SPIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How much longer than a moving clock would take it waits before it calls the clock standing. */
    private final long graceNanos;

    private final AtomicBoolean spinning = new AtomicBoolean();
    private final MillisStart start = new MillisStart();
    private final SleepBudget budget = new SleepBudget();
    /** How late sleepers wake, on average. A lost update is none. */
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
            start.shows(millis, nanos);
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
            long left = start.nanosUntil(untilMillis, millis, nanos);
            // Nearly all have woken by then, and whoever comes a little after the tick began still uses all of it up.
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
                // One thread is about to use this tick up: this one may as well come a moment later.
                sleep(left + MIN_LATE_NANOS, nanos);
            }
        }
    }

    private void sleep(long wantedNanos, long sinceNanos) {
        LockSupport.parkNanos(wantedNanos);
        long late = System.nanoTime() - sinceNanos - wantedNanos;
        if (late >= 0) { // else it was woken, not late
            long average = lateNanos + (Math.min(late, MAX_LATE_NANOS) - lateNanos) / 8;
            lateNanos = Math.max(MIN_LATE_NANOS, average);
        }
    }

    private void spin(InstantSource clock, long untilMillis) {
        for (int i = 0; i < 100; i++) {
            if (clock.millis() >= untilMillis) {
                start.began(untilMillis, System.nanoTime());
                return;
            }
            Thread.onSpinWait();
        }
    }
}
