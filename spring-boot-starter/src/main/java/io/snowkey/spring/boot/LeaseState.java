// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.snowkey.Claim;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;

/** What there is to know of a lease without acquiring one: looking at it changes nothing. */
final class LeaseState {

    private final WorkerLease lease;
    private final InstantSource clock;
    private final @Nullable DatabaseRegressions regressions;

    LeaseState(WorkerLease lease, InstantSource clock) {
        this(lease, clock, null);
    }

    LeaseState(WorkerLease lease, InstantSource clock, @Nullable DatabaseRegressions regressions) {
        this.lease = lease;
        this.clock = clock;
        this.regressions = regressions;
    }

    /** That the database had lost what it had acknowledged, in words, or {@code null}. */
    @Nullable
    String regression() {
        return regressions != null ? regressions.last() : null;
    }

    /** The present claim, or {@code null} if there is none yet, or none any more. */
    @Nullable
    Claim claim() {
        return lease.heldClaim();
    }

    /** What keeps the lease from being renewed, or {@code null}. */
    @Nullable
    Throwable trouble() {
        return lease.trouble();
    }

    /** Whether the present claim still has ids in it. */
    boolean canIssue() {
        Claim claim = claim();
        return claim != null && !claim.isSealed() && !left(claim).isZero();
    }

    /** How long ids can be issued from now on, should the lease not be renewed any more; 0 without a claim. */
    Duration left() {
        Claim claim = claim();
        return claim == null || claim.isSealed() ? Duration.ZERO : left(claim);
    }

    private Duration left(Claim claim) {
        Duration left = Duration.between(clock.instant(), Instant.ofEpochMilli(claim.untilMillis()));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
