// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A claim with one rule taken out. With none taken out it keeps all of them, which shows that a check that fails fails
 * because of the rule.
 */
final class BrokenClaim implements Counter {

    /** The rule that is missing. */
    enum Without {
        NOTHING,
        /** Points are not held against the end of the claim. */
        LIMIT,
        /** The first point of a run is held against the end of the claim, the others are not. */
        LIMIT_OF_RUNS,
        /** A run may go on into ticks that the clock has not reached. */
        TICK_OF_RUNS,
        /** The high-water mark is read before releasing, but the counter goes on. */
        SEAL,
        /** The mark is read, then the counter sealed: two steps instead of one. */
        ATOMIC_SEAL,
        /** The counter follows the clock back. */
        MONOTONY,
        /** The counter is read and written instead of compared and set. */
        COMPARE_AND_SET,
        /** A claim begins with the tick that its first millisecond cuts in two. */
        ROUNDED_FROM,
        /** A claim ends with the tick that its last millisecond cuts in two. */
        ROUNDED_UNTIL
    }

    private final Without without;
    private final Runnable betweenSteps;
    private final Ticks ticks;
    private final AtomicLong next;
    private final long limit;

    BrokenClaim(Without without, Ticks ticks, long fromMillis, long untilMillis, Runnable betweenSteps) {
        this.betweenSteps = betweenSteps;
        this.without = without;
        this.ticks = ticks;
        long first = without == Without.ROUNDED_FROM ? ticks.at(fromMillis) : ticks.firstFrom(fromMillis);
        this.next = new AtomicLong(ticks.point(first));
        this.limit =
                without == Without.ROUNDED_UNTIL ? ticks.point(ticks.firstFrom(untilMillis)) : ticks.limit(untilMillis);
    }

    @Override
    public long take(ClockRules rules, long now, long wanted, Claim.Run run) {
        for (; ; ) {
            long seen = next.get();
            if (seen < 0) {
                return Verdict.CLAIM_SEALED.code();
            }
            long point = without == Without.MONOTONY && ticks.tick(seen) > now + 1
                    ? ticks.point(now)
                    : rules.next(ticks, seen, now);
            if (point < 0) {
                return point;
            }
            if (point >= limit && without != Without.LIMIT) {
                return Verdict.CLAIM_ENDED.code();
            }
            long end = without == Without.LIMIT || without == Without.LIMIT_OF_RUNS ? Long.MAX_VALUE : limit;
            long open = without == Without.TICK_OF_RUNS ? Long.MAX_VALUE : rules.runLimit(ticks, now);
            run.length = Math.min(wanted, Math.min(end, open) - point);
            if (without == Without.COMPARE_AND_SET) {
                betweenSteps.run();
                next.set(point + run.length);
                return point;
            }
            if (next.compareAndSet(seen, point + run.length)) {
                return point;
            }
        }
    }

    @Override
    public long seal() {
        long seen = next.get();
        if (without == Without.ATOMIC_SEAL) {
            betweenSteps.run();
            next.set(~seen);
        } else if (without != Without.SEAL) {
            while (seen >= 0 && !next.compareAndSet(seen, ~seen)) {
                seen = next.get();
            }
        }
        return ticks.startMillis(ticks.firstUntouched(seen < 0 ? ~seen : seen));
    }
}
