// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import io.snowkey.Claim;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;

/**
 * A lease that acquires its worker id with the first claim. Its close closes the registry as well. All threads that
 * ask during the acquisition wait for the same attempt. An interrupt ends the wait of one thread only. If the attempt
 * fails, all of them are refused together, and the next call begins another attempt.
 */
final class LazyWorkerLease implements WorkerLease {

    private final SnowflakeLayout layout;
    private final JdbcWorkerRegistry registry;
    private @Nullable BackgroundTask<JdbcWorkerLease>
            attempt; // under the monitor, in which no thread waits for anything

    private volatile @Nullable WorkerLease held;

    /** Why the last attempt failed; null if none has failed since one succeeded. */
    private volatile @Nullable RuntimeException failure;

    LazyWorkerLease(SnowflakeLayout layout, JdbcWorkerRegistry registry) {
        this.layout = layout;
        this.registry = registry;
    }

    @Override
    public SnowflakeLayout layout() {
        return layout;
    }

    @Override
    public Claim claim() {
        WorkerLease known = held;
        return (known != null ? known : acquire()).claim();
    }

    @Override
    public @Nullable Claim heldClaim() {
        WorkerLease known = held;
        return known != null ? known.heldClaim() : null;
    }

    @Override
    public @Nullable Throwable renewalFailure() {
        WorkerLease known = held;
        return known != null ? known.renewalFailure() : failure;
    }

    @Override
    public boolean awaitClaim(Claim ended) {
        WorkerLease known = held;
        return known != null && known.awaitClaim(ended);
    }

    @Override
    public boolean canAwaitClaim() {
        WorkerLease known = held;
        return known != null && known.canAwaitClaim();
    }

    private WorkerLease acquire() {
        BackgroundTask<JdbcWorkerLease> mine = attempt();
        try {
            WorkerLease acquired = registry.await(mine);
            failure = null;
            return acquired;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            if (mine.isFailed()) {
                forget(mine);
            }
        }
    }

    /** The attempt that is under way, or a new one. */
    private synchronized BackgroundTask<JdbcWorkerLease> attempt() {
        BackgroundTask<JdbcWorkerLease> present = attempt;
        if (present == null) {
            present = registry.begin();
            present.whenDone(lease -> held = lease);
            attempt = present;
        }
        return present;
    }

    /** Forgets a failed attempt, so that the next call begins another one. */
    private synchronized void forget(BackgroundTask<JdbcWorkerLease> failed) {
        if (attempt == failed) {
            attempt = null;
        }
    }

    @Override
    public void close() {
        registry.close();
    }

    @Override
    public String toString() {
        WorkerLease known = held;
        return known != null ? known.toString() : "no worker id at present";
    }
}
