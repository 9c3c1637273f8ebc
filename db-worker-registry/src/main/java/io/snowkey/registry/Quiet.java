// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

import io.snowkey.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a lease may keep silent: nothing was issued for so long. Claims make that safe: no other process gets the time that
 * a claim reserves, whether it is renewed or not. Asked at each heartbeat, by one thread at a time.
 */
final class Quiet {

    private final Duration after;
    private @Nullable Claim seen;
    private long issued;
    private long sinceNanos;

    /**
     * Of a lease that was just acquired.
     *
     * @param after after how long without ids; 0 for never
     */
    Quiet(Duration after) {
        this.after = after;
    }

    boolean isQuiet(Claim claim, long nowNanos) {
        if (claim != seen || claim.issued() != issued) {
            wake(claim, nowNanos);
        }
        return !after.isZero() && nowNanos - sinceNanos >= after.toNanos();
    }

    /** Begins to wait anew: somebody wants ids. */
    void wake(Claim claim, long nowNanos) {
        seen = claim;
        issued = claim.issued();
        sinceNanos = nowNanos;
    }
}
