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
final class OnDemandRenewal {

    /** What this class has to know of a lease. */
    interface Lease {

        /** Whether waiting can help: not once the lease is closed, and not after a heartbeat that failed. */
        boolean canBeRenewed();

        /** Whether the lease has more ids now than this claim had when it ended at {@code untilMillis}. */
        boolean hasIdsAfter(Claim ended, long untilMillis);

        /** Sends a heartbeat for this claim, if it still needs one. */
        void renewFor(Claim ended, long untilMillis);
    }

    private final Duration wait;
    private final BackgroundTasks tasks;
    private final Lease lease;
    private @Nullable BackgroundTask<@Nullable Void>
            running; // under the monitor, in which no thread waits for anything

    /**
     * Makes the renewal of a lease.
     *
     * @param wait how long a call waits; 0 for not at all
     */
    OnDemandRenewal(Duration wait, BackgroundTasks tasks, Lease lease) {
        this.wait = wait;
        this.tasks = tasks;
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
        BackgroundTask<?> heartbeat;
        long until = ended.untilMillis();
        synchronized (this) {
            if (!lease.canBeRenewed()) {
                return lease.hasIdsAfter(ended, until);
            }
            heartbeat = running != null && !running.isDone() ? running : begin(ended, until);
        }
        try {
            heartbeat.await(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lease.hasIdsAfter(ended, until);
    }

    private BackgroundTask<?> begin(Claim ended, long untilMillis) {
        BackgroundTask<@Nullable Void> begun = new BackgroundTask<>(
                () -> {
                    lease.renewFor(ended, untilMillis);
                    return null;
                },
                nothing -> {});
        running = begun;
        return begun.start(tasks.threads(), "renew");
    }

    /** Ends all waits, because the lease is closed. */
    synchronized void cancel() {
        if (running != null) {
            running.giveUp(Failures.closed());
        }
    }
}
