// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import io.snowkey.Claim;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;

/**
 * A lease that is acquired with the first claim, and that ends its registry when it is closed. All who ask while it is being
 * acquired wait for the same attempt, each no longer than it may be interrupted, and are refused together if it fails; whoever asks
 * then begins another one.
 */
final class LazyWorkerLease implements WorkerLease {

    private final SnowflakeLayout layout;
    private final JdbcWorkerRegistry registry;
    private @Nullable Errand<JdbcWorkerLease> attempt; // under the monitor, in which nobody waits for anything

    private volatile @Nullable WorkerLease held;

    /** What the last attempt failed with, as long as there was no later one that did not. */
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
    public @Nullable Throwable trouble() {
        WorkerLease known = held;
        return known != null ? known.trouble() : failure;
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
        Errand<JdbcWorkerLease> mine = attempt();
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

    /** The attempt that goes on, or a new one. */
    private synchronized Errand<JdbcWorkerLease> attempt() {
        Errand<JdbcWorkerLease> present = attempt;
        if (present == null) {
            present = registry.begin();
            present.whenDone(lease -> held = lease);
            attempt = present;
        }
        return present;
    }

    /** The next one to ask begins another attempt. */
    private synchronized void forget(Errand<JdbcWorkerLease> failed) {
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
