// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import io.snowkey.Claim;
import io.snowkey.ClaimGrant;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;

/**
 * The lease of {@link Mutant#NO_END}: its claim never ends. Other generators believe in their worker id in the same
 * way.
 */
record EndlessLease(WorkerLease lease, Claim claim) implements WorkerLease {

    EndlessLease(WorkerLease lease) {
        this(
                lease,
                ClaimGrant.of(
                                lease.layout(),
                                lease.claim().workerId(),
                                lease.claim().fromMillis(),
                                Long.MAX_VALUE)
                        .claim());
    }

    @Override
    public Claim heldClaim() {
        return claim;
    }

    @Override
    public SnowflakeLayout layout() {
        return lease.layout();
    }

    @Override
    public void close() {
        lease.close();
    }
}
