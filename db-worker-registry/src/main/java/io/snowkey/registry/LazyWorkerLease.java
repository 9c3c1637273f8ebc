// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.snowkey.Claim;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;

/** A lease that is acquired with the first claim, and that ends its registry when it is closed. */
final class LazyWorkerLease implements WorkerLease {

    private final SnowflakeLayout layout;
    private final JdbcWorkerRegistry registry;

    /** Held by whoever acquires, so that the second to want an id waits for the first. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile @Nullable WorkerLease held;

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
        return known != null ? known.trouble() : null;
    }

    private WorkerLease acquire() {
        turn.lock();
        try {
            WorkerLease known = held;
            if (known == null) {
                known = apart(registry::acquire, true);
                held = known;
            }
            return known;
        } finally {
            turn.unlock();
        }
    }

    /** Waits for nobody who is acquiring: the registry closes what they get. */
    @Override
    public void close() {
        apart(
                () -> {
                    registry.close();
                    return registry;
                },
                false);
    }

    /**
     * On a thread of its own: connections that somebody lends may belong to the transaction of the calling thread, where a
     * transaction manager keeps them by thread. The claim would then be undone with that transaction.
     */
    private static <T> T apart(Supplier<T> work, boolean interruptible) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(null, task, "snowkey-worker-lease", 0, false);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            for (; ; ) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (interruptible) {
                        thread.interrupt(); // and go on: what it has acquired nevertheless must not get lost
                    }
                }
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        WorkerLease known = held;
        return known != null ? known.toString() : "no worker id at present";
    }
}
