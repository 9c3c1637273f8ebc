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
    private final @Nullable Regressions regressions;

    /** @param lease that of the generator, or {@code null} if it is not known which one that is */
    LeaseState(SnowflakeGenerator generator, @Nullable WorkerLease lease, InstantSource clock) {
        this(generator, lease, clock, null);
    }

    /** @param regressions of the database that the lease is from, or {@code null} if nobody notes them */
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

    /** That the database had lost what it had acknowledged, in words, or {@code null}. */
    @Nullable
    String regression() {
        return regressions != null ? regressions.last() : null;
    }

    /** Whether it is known which lease the generator has. */
    boolean isKnown() {
        return lease != null;
    }

    /** The latest claim, or {@code null} if there is none. It may be lost, or over. */
    @Nullable
    Claim claim() {
        return lease != null ? lease.heldClaim() : null;
    }

    /**
     * The claim that is held now, or {@code null}. One that was lost, or that has ended without being renewed, is not:
     * somebody else may have its worker id by now, and two processes must not show the same one.
     */
    @Nullable
    Claim held() {
        Claim claim = claim();
        return claim != null && !claim.isSealed() && clock.millis() < claim.untilMillis() ? claim : null;
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
        return held() != null && refusal() == null;
    }

    /** How long ids can be issued from now on, should the lease not be renewed any more; 0 without a claim. */
    Duration left() {
        Claim held = held();
        if (held == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), Instant.ofEpochMilli(held.untilMillis()));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
