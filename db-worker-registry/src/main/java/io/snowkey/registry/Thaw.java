// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

import io.snowkey.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Renews a lease when a call for an id finds its claim ended: the process was frozen, or quiet. One heartbeat serves
 * all calls that wait. It runs on a thread of its own, so a lease that is stuck does not keep another one from being
 * renewed.
 */
final class Thaw {

    /** What this class has to know of a lease. */
    interface Lease {

        /** Whether waiting can help: not once the lease is closed, and not after a heartbeat that failed. */
        boolean mayComeBack();

        /** Whether the lease has more ids now than this claim had when it ended at {@code untilMillis}. */
        boolean isBeyond(Claim ended, long untilMillis);

        /** Sends a heartbeat for this claim, if it still needs one. */
        void beatFor(Claim ended, long untilMillis);
    }

    private final Duration wait;
    private final Errands errands;
    private final Lease lease;
    private @Nullable Errand<@Nullable Void> running; // under the monitor, in which no thread waits for anything

    /**
     * Makes the thaw of a lease.
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

    /** Waits until the lease has ids after this claim. Returns whether it has. An interrupt ends the wait. */
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

    /** Ends all waits, because the lease is closed. */
    synchronized void end() {
        if (running != null) {
            running.giveUp(Failures.closed());
        }
    }
}
