// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

import io.snowkey.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a lease may pause its heartbeats because it has issued no ids for some time. Claims make the pause
 * safe: no other process gets the time that a claim reserves, whether it is renewed or not. Each heartbeat asks
 * this object. For one thread at a time.
 */
final class QuietPeriod {

    private final Duration after;
    private @Nullable Claim seen;
    private long issued;
    private long sinceNanos;

    /**
     * Begins with a lease that was just acquired.
     *
     * @param after after how long without ids the heartbeats pause; 0 for never
     */
    QuietPeriod(Duration after) {
        this.after = after;
    }

    boolean isQuiet(Claim claim, long nowNanos) {
        if (claim != seen || claim.issued() != issued) {
            restart(claim, nowNanos);
        }
        return !after.isZero() && nowNanos - sinceNanos >= after.toNanos();
    }

    /** Begins the quiet period again, because a call wants ids. */
    void restart(Claim claim, long nowNanos) {
        seen = claim;
        issued = claim.issued();
        sinceNanos = nowNanos;
    }
}
