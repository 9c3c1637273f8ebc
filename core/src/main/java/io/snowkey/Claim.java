// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The right to issue ids with one worker id and the timestamps {@code from <= t < until}, and the counter that uses it.
 *
 * <p>A {@link WorkerLease} makes sure that no two claims ever overlap. A claim never issues outside itself, and never
 * issues the same point twice. So ids are unique, whatever clocks, pauses, crashes and networks do. A thread may sleep
 * for an hour between its look at the claim and the id that it takes. The id is still one of this claim, so the thread
 * has nothing to check afterwards.
 *
 * <p>The counter is one {@code long}, {@code timestamp << sequenceBits | sequence}: the smallest point that was not
 * issued yet. It only grows, until sealing turns it negative, after which nothing is issued any more.
 *
 * <p>A claim can only be looked at. The {@link ClaimGrant} that made it extends and seals it.
 *
 * <table>
 *   <caption>Who changes what</caption>
 *   <tr><th>field</th><th>changed by</th><th>how</th></tr>
 *   <tr><td>{@code next}, the counter</td><td>every thread that takes an id; the thread that seals</td>
 *       <td>compare-and-set; only grows, until it is sealed</td></tr>
 *   <tr><td>{@code skipped}</td><td>the thread that moves the counter to a new tick</td>
 *       <td>added before that exchange, and taken back if the exchange is lost</td></tr>
 *   <tr><td>{@code limit}, the end</td><td>the grant</td><td>compare-and-exchange; only grows</td></tr>
 * </table>
 *
 * <p>Thread-safe and lock-free. Times are milliseconds since the Unix epoch, in the time of ids: what the clock of this
 * process said, not what the database said.
 */
public final class Claim extends ContendedCounter.Padded {

    private static final long SEALED = Verdict.CLAIM_SEALED.code();
    private static final long ENDED = Verdict.CLAIM_ENDED.code();

    /**
     * How long a thread stands aside after its first lost exchange, in spins of 5 to 30 ns. The winner
     * takes some dozen ids meanwhile. If the counter moved to another processor sooner, that would cost several ids
     * where processors are far from each other.
     */
    private static final int MIN_PAUSE = 96;

    private static final int MAX_PAUSE = 768;

    private static final VarHandle LIMIT;
    private static final VarHandle SKIPPED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LIMIT = lookup.findVarHandle(Claim.class, "limit", long.class);
            SKIPPED = lookup.findVarHandle(Claim.class, "skipped", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Ticks ticks;
    private final long workerId;
    private final long first;

    /** The first point that is not part of the claim. */
    private volatile long limit;
    /**
     * How many points were passed over because the clock had moved on. The number of ids follows from it, so that no id
     * has to be counted.
     */
    private volatile long skipped;

    private Claim(Ticks ticks, long workerId, long fromMillis, long untilMillis) {
        super(firstPoint(ticks, fromMillis));
        this.ticks = ticks;
        this.workerId = workerId;
        this.first = next();
        this.limit = ticks.limit(untilMillis);
    }

    /** The first point of a claim from this time; of the layout's last tick after it. */
    private static long firstPoint(Ticks ticks, long fromMillis) {
        return ticks.point(Math.min(ticks.firstFrom(fromMillis), ticks.ticks() - 1));
    }

    /** As {@link ClaimGrant#of}. */
    static Claim of(SnowflakeLayout layout, long workerId, long fromMillis, long untilMillis) {
        layout.fields().requireWorkerId(workerId);
        return of(layout.ticks(), workerId, fromMillis, untilMillis);
    }

    static Claim of(Ticks ticks, long workerId, long fromMillis, long untilMillis) {
        long tick = ticks.firstFrom(fromMillis);
        if (fromMillis < ticks.epochMillis() || tick < 0 || tick >= ticks.ticks()) {
            throw new IllegalArgumentException("claim from " + Instant.ofEpochMilli(fromMillis)
                    + ": the layout expresses times from " + Instant.ofEpochMilli(ticks.startMillis(0)) + " to "
                    + Instant.ofEpochMilli(ticks.startMillis(ticks.ticks()))
                    + ". Correct the clock of this machine, or choose another epoch or more timestamp bits.");
        }
        if (untilMillis < fromMillis) {
            throw new IllegalArgumentException("claim until " + Instant.ofEpochMilli(untilMillis)
                    + ": must not be before its beginning, " + Instant.ofEpochMilli(fromMillis));
        }
        return new Claim(ticks, workerId, fromMillis, untilMillis);
    }

    /** How many ids a call wants, and how many it was given. */
    static class Run {

        /** A run of one id, for any number of threads. */
        static final Run OF_ONE = new Run() {
            @Override
            void given(long ids) {}
        };

        long wanted = 1;
        long length;

        void given(long ids) {
            length = ids;
        }
    }

    /** Takes the next id. Returns its point, or the code of a {@link Verdict}. */
    long take(ClockRules rules, InstantSource clock) {
        long now = ticks.at(clock.millis());
        long seen = next();
        // The two usual cases: one more id of the tick that the clock shows, or the first id of that tick. The rules
        // would decide the same. Both cases are written out here for speed. Each further instruction costs ids, and the
        // JIT compiler hardly compiles a method that is called once a tick.
        if (seen >= 0) {
            long tick = ticks.tick(seen);
            if (tick == now && seen < limit) {
                if (compareAndSetNext(seen, seen + 1)) {
                    return seen;
                }
                standAside(MIN_PAUSE);
            } else if (tick < now && now < ticks.ticks()) {
                long point = rules.first(ticks, now);
                if (point < limit) {
                    SKIPPED.getAndAdd(this, point - seen); // as in advance
                    if (compareAndSetNext(seen, point + 1)) {
                        return point;
                    }
                    SKIPPED.getAndAdd(this, seen - point);
                }
            }
        }
        return take(rules, clock, Run.OF_ONE);
    }

    /**
     * Takes as many of the wanted ids as the clock allows. Returns the first point, or the code of a {@link Verdict}.
     *
     * <p>A thread may be paused between its reading of the clock and its reading of the counter. It would then take the
     * pause for a clock that fell behind. So it reads the clock once more before it gives a verdict on the clock.
     *
     * @param run how many ids are wanted, at least 1; it is told how many they became
     */
    long take(ClockRules rules, InstantSource clock, Run run) {
        long now = ticks.at(clock.millis());
        long seen = next();
        boolean fresh = false;
        int pause = MIN_PAUSE;
        for (; ; ) {
            if (!fresh && seen >= 0 && rules.isAhead(ticks, seen, now)) {
                now = ticks.at(clock.millis());
                fresh = true;
            }
            long point = decide(rules, seen, now);
            if (point < 0) {
                return point;
            }
            long length = Math.min(run.wanted, Math.min(limit, rules.runLimit(ticks, now)) - point);
            if (advance(seen, point, length)) {
                run.given(length);
                return point;
            }
            standAside(pause);
            seen = next();
            pause = Math.min(2 * pause, MAX_PAUSE);
            fresh = false; // a reading here would cost more than the exchange, and mostly change nothing
        }
    }

    /** What {@link #take(ClockRules, InstantSource)} would give now. Changes nothing. */
    long peek(ClockRules rules, InstantSource clock) {
        long seen = next(); // read before the clock, so that the clock is fresh
        return decide(rules, seen, ticks.at(clock.millis()));
    }

    /** The point that follows a counter and a clock, or the code of a {@link Verdict}. */
    private long decide(ClockRules rules, long seen, long now) {
        if (seen < 0) {
            return SEALED;
        }
        long point = rules.next(ticks, seen, now);
        return point < limit ? point : ENDED;
    }

    /** Takes this many points, and leaves out those before the first one, unless another thread moved the counter. */
    private boolean advance(long seen, long point, long length) {
        long passedOver = point - seen;
        if (passedOver == 0) {
            return compareAndSetNext(seen, point + length);
        }
        // Before the exchange, so that a reader in between counts too few ids and never ids that do not exist.
        SKIPPED.getAndAdd(this, passedOver);
        if (compareAndSetNext(seen, point + length)) {
            return true;
        }
        SKIPPED.getAndAdd(this, -passedOver);
        return false;
    }

    /** Lets the winners of the exchange go on undisturbed for a while. */
    private static void standAside(int pause) {
        for (int i = 0; i < pause; i++) {
            Thread.onSpinWait();
        }
    }

    /** Leaves out all points before a time, so that ids keep growing when this claim follows another one. */
    void skipTo(long fromMillis) {
        long wanted = firstPoint(ticks, fromMillis);
        long seen = next();
        while (seen >= 0 && seen < wanted && !advance(seen, wanted, 0)) {
            seen = next();
        }
    }

    /** As {@link ClaimGrant#seal()}. */
    long seal() {
        long seen = next();
        while (seen >= 0 && !compareAndSetNext(seen, ~seen)) {
            seen = next();
        }
        return highWaterMillis();
    }

    /** As {@link ClaimGrant#extendTo}. */
    void extendTo(long untilMillis) {
        long wanted = ticks.limit(untilMillis);
        long seen = limit;
        while (wanted > seen) {
            long witness = (long) LIMIT.compareAndExchange(this, seen, wanted);
            if (witness == seen) {
                return;
            }
            seen = witness;
        }
    }

    /** The worker id of every id of this claim. */
    public long workerId() {
        return workerId;
    }

    /** The first millisecond of the claim. */
    public long fromMillis() {
        return ticks.startMillis(ticks.tick(first));
    }

    /**
     * The end of the claim: the first millisecond that is not part of it. It is never after the end of the layout. It
     * is {@link Long#MAX_VALUE} where that end is more milliseconds than a {@code long} holds.
     */
    public long untilMillis() {
        return ticks.startMillis(ticks.firstUntouched(limit));
    }

    /**
     * Every id of this claim issued so far has a timestamp before this one. It is never later than the end of the
     * claim: a generator that comes from an earlier claim may have moved the counter past the end, and issues nothing
     * there.
     */
    public long highWaterMillis() {
        return ticks.startMillis(ticks.firstUntouched(Math.min(nextPoint(), limit)));
    }

    /** Where the counter stands. Unlike {@link #highWaterMillis()}, this may be past the end of the claim. */
    long counterMillis() {
        return ticks.startMillis(ticks.firstUntouched(nextPoint()));
    }

    /** How many ids this claim has issued. The newest ids of other threads may be missing while they issue. */
    public long issued() {
        long upTo = nextPoint(); // read before skipped: see advance
        return Math.max(0, upTo - first - skipped);
    }

    /** Whether the claim was sealed: no id is issued in it any more. */
    public boolean isSealed() {
        return next() < 0;
    }

    /** The smallest point not issued yet, sealed or not. */
    long nextPoint() {
        long seen = next();
        return seen < 0 ? ~seen : seen;
    }

    /** The tick of the newest id, in milliseconds; where the claim begins if there is none yet. */
    long newestMillis() {
        return ticks.startMillis(ticks.tick(Math.max(first, nextPoint() - 1)));
    }

    /** Whether the claim holds nothing of this tick and of those after it. */
    boolean isOver(long now) {
        return now >= ticks.ticks() || ticks.point(now) >= limit;
    }

    /** Whether all points are taken, even if the clock has not reached the last of them yet. */
    boolean isUsedUp() {
        return nextPoint() >= limit;
    }

    /** Whether the claim reaches to the end of the layout. */
    boolean endsWithTheLayout() {
        return limit >= ticks.limit(Long.MAX_VALUE);
    }

    Ticks ticks() {
        return ticks;
    }
}
