// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import io.snowkey.Claim;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;

/** A lease that hands out copies of the claims of a real one, with something wrong about them. */
final class SimMutantLease implements SimMutation.Lease {

    private final WorkerLease real;
    private final SimMutation mutation;
    private Claim original;
    private Claim copy;

    SimMutantLease(WorkerLease real, SimMutation mutation) {
        this.real = real;
        this.mutation = mutation;
    }

    @Override
    public Claim claim() {
        Claim now = real.claim();
        boolean begin = original != now
                || (mutation == SimMutation.COUNTER_BEGINS_AGAIN && copy.untilMillis() != now.untilMillis());
        if (begin) {
            original = now;
            copy = Claim.of(layout(), now.workerId(), now.fromMillis(), Math.max(now.fromMillis(), end(now)));
        }
        copy.extendTo(now.untilMillis());
        if (now.isSealed() && mutation != SimMutation.RELEASE_BEFORE_SEALING) {
            copy.seal();
        }
        return copy;
    }

    private long end(Claim claim) {
        return mutation == SimMutation.NO_END ? Long.MAX_VALUE : claim.untilMillis();
    }

    @Override
    public long releaseMark() {
        return claim().highWaterMillis();
    }

    @Override
    public Throwable trouble() {
        return real.trouble();
    }

    @Override
    public void close() {
        if (mutation != SimMutation.RELEASE_BEFORE_SEALING) {
            claim().seal();
        }
        real.close();
        claim().seal();
    }

    @Override
    public SnowflakeLayout layout() {
        return real.layout();
    }
}
