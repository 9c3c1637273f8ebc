// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import io.snowkey.Claim;
import io.snowkey.ClaimGrant;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;

/** A lease that hands out copies of the claims of a real one, with something wrong about them. */
final class SimMutantLease implements SimMutation.Lease {

    private final WorkerLease real;
    private final SimMutation mutation;
    private Claim original;
    private ClaimGrant copy;

    SimMutantLease(WorkerLease real, SimMutation mutation) {
        this.real = real;
        this.mutation = mutation;
    }

    @Override
    public Claim claim() {
        Claim now = real.claim();
        boolean begin = original != now
                || (mutation == SimMutation.COUNTER_BEGINS_AGAIN && copy.claim().untilMillis() != now.untilMillis());
        if (begin) {
            original = now;
            copy = ClaimGrant.of(layout(), now.workerId(), now.fromMillis(), Math.max(now.fromMillis(), end(now)));
        }
        copy.extendTo(now.untilMillis());
        if (now.isSealed() && mutation != SimMutation.RELEASE_BEFORE_SEALING) {
            copy.seal();
        }
        return copy.claim();
    }

    private long end(Claim claim) {
        return mutation == SimMutation.NO_END ? Long.MAX_VALUE : claim.untilMillis();
    }

    @Override
    public long releaseMark() {
        return claim().highWaterMillis();
    }

    @Override
    public Throwable renewalFailure() {
        return real.renewalFailure();
    }

    @Override
    public void close() {
        if (mutation != SimMutation.RELEASE_BEFORE_SEALING) {
            seal();
        }
        real.close();
        seal();
    }

    private void seal() {
        claim(); // whatever the real one holds now
        copy.seal();
    }

    @Override
    public Claim heldClaim() {
        return claim();
    }

    @Override
    public SnowflakeLayout layout() {
        return real.layout();
    }
}
