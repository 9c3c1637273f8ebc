// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.snowkey.Claim.Run;
import org.jspecify.annotations.Nullable;

/** Follows a lease from claim to claim, and waits, goes on or refuses where a claim gives no id. */
final class Issuer {

    private final WorkerLease lease;
    private final Ticks ticks;
    private final ClockRules rules;
    private final @Nullable ClockRules rulesBehind;
    private final InstantSource clock;
    private final Waiter waiter;
    private final GeneratorObserver observer;
    private final Tally tally = new Tally();
    private final AtomicReference<@Nullable Claim> current = new AtomicReference<>();
    private final AtomicLong issuedBefore = new AtomicLong();
    private final AtomicLong mostIssued = new AtomicLong();
    private volatile boolean closed;

    /**
     * An issuer.
     *
     * @param rules what to do when the clock fell behind; those of an ordinary call never continue
     */
    Issuer(WorkerLease lease, ClockRules rules, InstantSource clock, Waiter waiter, GeneratorObserver observer) {
        this.lease = lease;
        this.ticks = lease.layout().ticks();
        this.rules = new ClockRules(rules.burst(), rules.tolerance(), false);
        this.rulesBehind = rules.continues() ? rules : null;
        this.clock = clock;
        this.waiter = waiter;
        this.observer = observer;
    }

    /** The claim to take from. */
    Claim claim() {
        Claim claim = lease.claim();
        return claim == current.get() ? claim : follow(claim);
    }

    /** Ids go on growing: what the claim before may have issued is left out of the new one. */
    private Claim follow(Claim claim) {
        Claim before = current.get();
        if (before == claim || claim.isSealed()) { // sealed: an old one, seen before it was replaced
            return claim;
        }
        if (before != null) {
            claim.skipTo(before.seal());
        }
        if (current.compareAndSet(before, claim) && before != null) {
            issuedBefore.addAndGet(before.issued());
        }
        return claim;
    }

    /** Takes an id where nothing stands in the way: its point, or a verdict for {@link #settle}. */
    long take(Claim claim) {
        return claim.take(rules, clock);
    }

    /** Likewise as many ids as there are without waiting. */
    long take(Claim claim, long wanted, Run run) {
        return claim.take(rules, clock, wanted, run);
    }

    /**
     * Does what a verdict asks for.
     *
     * @return a point after all, or a negative number if the call is worth another try
     * @throws IdRefusedException if it is not
     */
    long settle(Claim claim, long verdict, long wanted, @Nullable Run run) {
        if (verdict == ClockRules.WAIT_FOR_TICK) {
            tally.tickWait();
            observer.tickUsedUp();
            await(claim);
        } else if (verdict == ClockRules.WAIT_FOR_CLOCK) {
            tally.clockWait();
            noteStep(claim);
            await(claim);
        } else if (verdict == ClockRules.CLOCK_BEHIND) {
            noteStep(claim);
            if (rulesBehind == null) {
                throw refused(Refusals.clockBehind(claim, clock.millis()));
            }
            long again = claim.take(rulesBehind, clock, wanted, run);
            if (again == Claim.ENDED && claim == lease.claim()) {
                refuse(claim, again); // an ordinary call would find the clock behind, and come here again
            }
            return again;
        } else if (claim == lease.claim()) { // else it was replaced just now
            refuse(claim, verdict);
        }
        return verdict;
    }

    private void refuse(Claim claim, long verdict) {
        if (verdict == Claim.SEALED) {
            throw refused(closed ? Refusals.closed() : Refusals.sealed(lease.trouble()));
        }
        if (claim.isOver(ticks.at(clock.millis()))) { // else it was extended just now
            throw refused(Refusals.ended(claim, lease.layout(), lease.trouble()));
        }
    }

    private void await(Claim claim) {
        long until = ticks.startMillis(ticks.tick(claim.nextPoint()) - rules.burst());
        long longest = (rules.tolerance() + 1) * ticks.tickMillis();
        switch (waiter.await(clock, until, longest)) {
            case REACHED, MOVED_BACK -> {}
            case INTERRUPTED -> throw refused(Refusals.interrupted(until));
            case STALLED -> throw refused(Refusals.stalled(until, clock.millis()));
        }
    }

    private void noteStep(Claim claim) {
        long newest = claim.newestMillis();
        long now = clock.millis();
        if (now < newest && tally.behind(newest, now, claim.nextPoint(), rulesBehind != null)) {
            observer.clockMovedBack(Instant.ofEpochMilli(newest), Instant.ofEpochMilli(now));
        }
    }

    private IdRefusedException refused(IdRefusedException refusal) {
        observer.refused(tally.refusal(refusal));
        return refusal;
    }

    GeneratorStatistics statistics() {
        Claim claim = current.get();
        long issued = issuedBefore.get();
        Duration left = Duration.ZERO;
        if (claim != null) {
            issued += claim.issued();
            Duration toItsEnd = Duration.between(clock.instant(), Instant.ofEpochMilli(claim.untilMillis()));
            left = toItsEnd.isNegative() || claim.isSealed() ? Duration.ZERO : toItsEnd;
        }
        // A claim may count too few for a moment; a counter that shrinks would be read as one that began again.
        return tally.statistics(mostIssued.accumulateAndGet(issued, Math::max), left);
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
