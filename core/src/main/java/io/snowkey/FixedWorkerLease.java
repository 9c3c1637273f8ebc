// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.InstantSource;

/** A worker id that the caller chose, with a claim until the layout ends. */
final class FixedWorkerLease implements WorkerLease {

    private final SnowflakeLayout layout;
    private final ClaimGrant grant;

    FixedWorkerLease(SnowflakeLayout layout, long workerId, InstantSource clock) {
        this.layout = layout;
        this.grant = ClaimGrant.of(layout, workerId, clock.millis(), Long.MAX_VALUE);
    }

    @Override
    public SnowflakeLayout layout() {
        return layout;
    }

    @Override
    public Claim claim() {
        return grant.claim();
    }

    @Override
    public Claim heldClaim() {
        return grant.claim();
    }

    @Override
    public void close() {
        grant.seal();
    }

    @Override
    public String toString() {
        return "fixed worker id " + grant.claim().workerId();
    }
}
