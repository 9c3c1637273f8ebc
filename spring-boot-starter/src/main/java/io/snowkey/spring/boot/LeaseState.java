// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.snowkey.Claim;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowkeyException;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;

/** What there is to know of a generator and its lease without acquiring one: looking at it changes nothing. */
final class LeaseState {

    private final SnowflakeGenerator generator;
    private final @Nullable WorkerLease lease;
    private final InstantSource clock;

    /** @param lease that of the generator, or {@code null} if it is not known which one that is */
    LeaseState(SnowflakeGenerator generator, @Nullable WorkerLease lease, InstantSource clock) {
        this.generator = generator;
        this.lease = lease;
        this.clock = clock;
    }

    /** Whether it is known which lease the generator has. */
    boolean isKnown() {
        return lease != null;
    }

    /** The present claim, or {@code null} if there is none yet, or none any more. */
    @Nullable
    Claim claim() {
        return lease != null ? lease.heldClaim() : null;
    }

    /** What keeps the lease from being acquired or renewed, or {@code null}. */
    @Nullable
    Throwable trouble() {
        return lease != null ? lease.trouble() : null;
    }

    /** What the next id would be refused with now, or {@code null} if there would be one. */
    @Nullable
    SnowkeyException refusal() {
        return generator.refusalNow();
    }

    /** Whether ids are issued under the present claim. */
    boolean canIssue() {
        return claim() != null && refusal() == null;
    }

    /** How long ids can be issued from now on, should the lease not be renewed any more; 0 without a claim. */
    Duration left() {
        Claim claim = claim();
        if (claim == null || claim.isSealed()) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), Instant.ofEpochMilli(claim.untilMillis()));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
