// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.snowkey.Claim;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowkeyException;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;

/** What is known of a generator and its lease. Looking at it acquires nothing and changes nothing. */
final class LeaseState {

    private final SnowflakeGenerator generator;
    private final @Nullable WorkerLease lease;
    private final InstantSource clock;
    private final @Nullable Regressions regressions;

    /** @param lease the lease of the generator, or {@code null} if it is not known which one that is */
    LeaseState(SnowflakeGenerator generator, @Nullable WorkerLease lease, InstantSource clock) {
        this(generator, lease, clock, null);
    }

    /** @param regressions the lost commits of the database of the lease, or {@code null} if nobody remembers them */
    LeaseState(
            SnowflakeGenerator generator,
            @Nullable WorkerLease lease,
            InstantSource clock,
            @Nullable Regressions regressions) {
        this.generator = generator;
        this.lease = lease;
        this.clock = clock;
        this.regressions = regressions;
    }

    /** The message about a commit that the database lost, or {@code null} if there is none. */
    @Nullable
    String regression() {
        return regressions != null ? regressions.last() : null;
    }

    /** Whether the lease of the generator is known. */
    boolean isKnown() {
        return lease != null;
    }

    /** The latest claim, or {@code null} if there is none. Its lease may be lost, and it may have ended. */
    @Nullable
    Claim claim() {
        return lease != null ? lease.heldClaim() : null;
    }

    /**
     * The claim that is held now, or {@code null}. A claim that is sealed, or that has ended without being renewed, is
     * not held. Another process may have its worker id by now, and two processes must not show the same one.
     */
    @Nullable
    Claim held() {
        Claim claim = claim();
        return claim != null && !claim.isSealed() && clock.millis() < claim.untilMillis() ? claim : null;
    }

    /** The failure that keeps the lease from being acquired or renewed, or {@code null}. */
    @Nullable
    Throwable renewalFailure() {
        return lease != null ? lease.renewalFailure() : null;
    }

    /** The exception that the next id would be refused with now, or {@code null} if it would be issued. */
    @Nullable
    SnowkeyException refusal() {
        return generator.refusalNow();
    }

    /** Whether ids can be issued now, under the claim that is held. */
    boolean canIssue() {
        return held() != null && refusal() == null;
    }

    /** How long ids can be issued from now on, if the lease is not renewed any more. It is 0 without a claim. */
    Duration left() {
        Claim held = held();
        if (held == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), Instant.ofEpochMilli(held.untilMillis()));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
