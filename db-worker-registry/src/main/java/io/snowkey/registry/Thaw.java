// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

import io.snowkey.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Has a claim renewed that a call found ended: the process was frozen, or quiet. One heartbeat on a thread of its own serves all
 * who wait, so that a lease that is stuck does not keep another one from being renewed.
 */
final class Thaw {

    /** The lease, as far as this has to know it. */
    interface Lease {

        /** Whether there is any use in waiting: not once it is closed, and not after a heartbeat that failed. */
        boolean mayComeBack();

        /** Whether there are ids again that a claim did not have when it ended then. */
        boolean isBeyond(Claim ended, long untilMillis);

        /** A heartbeat for this claim, if it needs one still. */
        void beatFor(Claim ended, long untilMillis);
    }

    private final Duration wait;
    private final Errands errands;
    private final Lease lease;
    private @Nullable Errand<@Nullable Void> running; // under the monitor, in which nobody waits for anything

    /**
     * The thaw of a lease.
     *
     * @param wait how long a call waits; 0 for not at all
     */
    Thaw(Duration wait, Errands errands, Lease lease) {
        this.wait = wait;
        this.errands = errands;
        this.lease = lease;
    }

    /** Whether calls wait at all. */
    boolean isOn() {
        return !wait.isZero();
    }

    /** Waits for ids after this claim. */
    boolean await(Claim ended) {
        if (!isOn()) {
            return false;
        }
        Errand<?> heartbeat;
        long until = ended.untilMillis();
        synchronized (this) {
            if (!lease.mayComeBack()) {
                return lease.isBeyond(ended, until);
            }
            heartbeat = running != null && !running.isDone() ? running : begin(ended, until);
        }
        try {
            heartbeat.await(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lease.isBeyond(ended, until);
    }

    private Errand<?> begin(Claim ended, long untilMillis) {
        Errand<@Nullable Void> begun = new Errand<>(
                () -> {
                    lease.beatFor(ended, untilMillis);
                    return null;
                },
                nothing -> {});
        running = begun;
        return begun.start(errands.threads(), "thaw");
    }

    /** Nobody waits any longer: the lease is closed. */
    synchronized void end() {
        if (running != null) {
            running.giveUp(Failures.closed());
        }
    }
}
