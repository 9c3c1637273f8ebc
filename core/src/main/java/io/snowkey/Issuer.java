// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import io.snowkey.Claim.Run;
import org.jspecify.annotations.Nullable;

/**
 * Takes ids from the claims of a lease, one claim after the other. If a claim gives no id, it gives a {@link Verdict}:
 *
 * <table>
 *   <caption>What a verdict leads to</caption>
 *   <tr><th>verdict</th><th>the call waits</th><th>the call is refused</th></tr>
 *   <tr><td>{@link Verdict#TICK_USED_UP}</td><td>for the next tick</td><td>-</td></tr>
 *   <tr><td>{@link Verdict#CLOCK_BEHIND}</td><td>for the clock, up to the tolerance; with {@link ClockPolicy#CONTINUE}
 *       it goes on by the {@link SteadyClock}</td><td>otherwise</td></tr>
 *   <tr><td>{@link Verdict#CLAIM_ENDED}</td><td>tick by tick, while the clock is before the end: a burst came there
 *   first</td>
 *       <td>once the clock is there</td></tr>
 *   <tr><td>{@link Verdict#CLAIM_SEALED}</td><td>-</td><td>unless the lease has another claim</td></tr>
 * </table>
 */
final class Issuer {

    private static final VarHandle HISTORY;

    static {
        try {
            HISTORY = MethodHandles.lookup().findVarHandle(Issuer.class, "history", ClaimHistory.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WorkerLease lease;
    private final Ticks ticks;
    private final ClockRules rules;
    private final long toleranceMillis;
    private final InstantSource wall;
    private final @Nullable SteadyClock steady;
    private final InstantSource clock;
    private final Waiter waiter;
    private final GeneratorObserver observer;
    private final GeneratorCounters counters = new GeneratorCounters();
    private final AtomicLong mostIssued = new AtomicLong();
    private volatile ClaimHistory history = ClaimHistory.NOTHING;
    private volatile boolean closed;

    /**
     * An issuer.
     *
     * @param steady the clock that continues when the wall clock falls behind; {@code null} to refuse instead
     */
    Issuer(
            WorkerLease lease,
            ClockRules rules,
            long toleranceMillis,
            InstantSource wall,
            @Nullable SteadyClock steady,
            Waiter waiter,
            GeneratorObserver observer) {
        this.lease = lease;
        this.ticks = lease.layout().ticks();
        this.rules = rules;
        this.toleranceMillis = toleranceMillis;
        this.wall = wall;
        this.steady = steady;
        this.clock = steady != null ? steady : wall;
        this.waiter = waiter;
        this.observer = observer;
    }

    /**
     * The present claim, the one before, and the number of ids of all earlier ones. The claim before is still asked for
     * its number: a thread may be about to find that it lost the exchange, and correct the number.
     */
    private record ClaimHistory(@Nullable Claim claim, @Nullable Claim before, long issuedEarlier) {

        static final ClaimHistory NOTHING = new ClaimHistory(null, null, 0);

        ClaimHistory by(Claim next) {
            return new ClaimHistory(next, claim, issuedEarlier + issued(before));
        }

        long issued() {
            return issuedEarlier + issued(before) + issued(claim);
        }

        private static long issued(@Nullable Claim claim) {
            return claim != null ? claim.issued() : 0;
        }
    }

    /** The claim to take from. */
    Claim claim() {
        Claim claim = lease.claim();
        return claim == history.claim() ? claim : follow(claim);
    }

    /** Moves on to a new claim. The time that the claim before has used is left out, so that ids keep growing. */
    private Claim follow(Claim claim) {
        ClaimHistory last = history;
        Claim before = last.claim();
        if (before == claim || claim.isSealed()) { // a sealed claim is an old one
            return claim;
        }
        if (before != null) {
            before.seal();
            claim.skipTo(before.counterMillis());
        }
        HISTORY.compareAndSet(this, last, last.by(claim));
        return claim;
    }

    /** Takes an id. Returns its point, or the code of a verdict for {@link #waitOrRefuse}. */
    long take(Claim claim) {
        return claim.take(rules, clock);
    }

    /** Takes as many ids as there are without waiting, in the same way. */
    long take(Claim claim, Run run) {
        return claim.take(rules, clock, run);
    }

    /**
     * Waits as a verdict demands, and returns when the call should try again.
     *
     * @throws IdRefusedException if the call has to be refused
     */
    void waitOrRefuse(Claim claim, long code) {
        Verdict verdict = Verdict.of(code);
        if (verdict == Verdict.CLOCK_BEHIND) {
            clockBehind(claim);
            return;
        }
        IdRefusedException refusal = refusal(claim, verdict);
        if (refusal != null) {
            if (endsWithARenewal(refusal)) {
                if (lease.awaitClaim(claim)) {
                    return;
                }
                IdRefusedException since = refusal(claim, verdict); // the lease may know the problem by now
                refusal = since != null ? since : refusal;
            }
            throw refused(refusal);
        }
        if (verdict == Verdict.TICK_USED_UP) {
            counters.tickWait();
            observer.tickUsedUp();
            awaitNextPoint(claim);
        } else if (verdict == Verdict.CLAIM_ENDED && claim.isUsedUp() && claim == lease.heldClaim()) {
            await(ticks.startMillis(ticks.at(clock.millis()) + 1), ticks.tickMillis());
        }
    }

    private static boolean endsWithARenewal(IdRefusedException refusal) {
        return refusal.reason() == IdRefusedException.Reason.CLAIM_ENDED
                || refusal.reason() == IdRefusedException.Reason.LEASE_LOST;
    }

    private void clockBehind(Claim claim) {
        long now = wall.millis();
        if (behindMillis(claim, now) <= toleranceMillis) {
            counters.clockWait();
            noteStep(claim, now, counters.isAnotherStep(now, claim.nextPoint()));
            awaitNextPoint(claim);
            return;
        }
        if (steady != null) {
            noteStep(claim, now, steady.goOnFrom(claim.newestMillis() - burstMillis()));
            return;
        }
        noteStep(claim, now, counters.isAnotherStep(now, claim.nextPoint()));
        throw refused(Refusals.clockBehind(claim, now));
    }

    private void noteStep(Claim claim, long now, boolean another) {
        long newest = claim.newestMillis();
        if (now < newest) {
            counters.behind(newest - now, another);
            if (another) {
                observer.clockMovedBack(Instant.ofEpochMilli(newest), Instant.ofEpochMilli(now));
            }
        }
    }

    /** How far the clock is behind the earliest time that the burst allows. */
    private long behindMillis(Claim claim, long now) {
        return claim.newestMillis() - burstMillis() - now;
    }

    private long burstMillis() {
        return rules.burst() * ticks.tickMillis();
    }

    /** The refusal that a verdict leads to, or {@code null} if waiting or another try helps. Changes nothing. */
    private @Nullable IdRefusedException refusal(Claim claim, Verdict verdict) {
        return switch (verdict) {
            case TICK_USED_UP -> null;
            case CLOCK_BEHIND -> {
                long now = wall.millis();
                boolean refuses = steady == null && behindMillis(claim, now) > toleranceMillis;
                yield refuses ? Refusals.clockBehind(claim, now) : null;
            }
            case CLAIM_ENDED -> claim == lease.heldClaim() ? ended(claim) : null;
            case CLAIM_SEALED -> {
                if (closed) {
                    yield Refusals.closed();
                }
                yield claim == lease.heldClaim() ? Refusals.sealed(lease.renewalFailure()) : null;
            }
        };
    }

    private @Nullable IdRefusedException ended(Claim claim) {
        boolean over = claim.isOver(ticks.at(clock.millis()));
        if (claim.endsWithTheLayout()) {
            return over || claim.isUsedUp() ? Refusals.layoutUsedUp(lease.layout(), lease.renewalFailure()) : null;
        }
        if (!over) {
            return null; // just extended, or a burst has used up time that the clock has not reached
        }
        long now = wall.millis();
        return claim.isOver(ticks.at(now))
                ? Refusals.ended(claim, lease.renewalFailure())
                : Refusals.usedUpAheadOfTheClock(claim, now);
    }

    /** The refusal of the next call, or {@code null}. Acquires nothing, waits for nothing, changes nothing. */
    @Nullable
    SnowkeyException refusalNow() {
        if (closed) {
            return Refusals.closed();
        }
        Claim claim = lease.heldClaim();
        if (claim == null) {
            Throwable failure = lease.renewalFailure();
            return failure == null ? null : Refusals.notAcquired(failure);
        }
        long code = claim.peek(rules, clock);
        IdRefusedException refusal = code >= 0 ? null : refusal(claim, Verdict.of(code));
        return refusal != null && endsWithARenewal(refusal) && lease.canAwaitClaim() ? null : refusal;
    }

    private void awaitNextPoint(Claim claim) {
        long until = ticks.startMillis(ticks.tick(claim.nextPoint()) - rules.burst());
        await(until, toleranceMillis + ticks.tickMillis());
    }

    private void await(long untilMillis, long longestMillis) {
        switch (waiter.await(clock, untilMillis, longestMillis)) {
            case REACHED, MOVED_BACK -> {}
            case INTERRUPTED -> throw refused(Refusals.interrupted(untilMillis));
            case STALLED -> throw refused(Refusals.stalled(untilMillis, clock.millis()));
        }
    }

    private IdRefusedException refused(IdRefusedException refusal) {
        observer.refused(counters.refusal(refusal));
        return refusal;
    }

    GeneratorStatistics statistics() {
        ClaimHistory now = history;
        Claim claim = now.claim();
        Duration left = Duration.ZERO;
        if (claim != null && !claim.isSealed()) {
            Duration toItsEnd = Duration.between(wall.instant(), Instant.ofEpochMilli(claim.untilMillis()));
            left = toItsEnd.isNegative() ? Duration.ZERO : toItsEnd;
        }
        // A claim may count too few ids for a moment. A meter that shrinks would look like one that began again.
        return counters.statistics(mostIssued.accumulateAndGet(now.issued(), Math::max), left);
    }

    /** The worker id of the ids issued now. */
    long workerId() {
        return lease.claim().workerId();
    }

    void close() {
        closed = true;
        lease.close();
    }
}
