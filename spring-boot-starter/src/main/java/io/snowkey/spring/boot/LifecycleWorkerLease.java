// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.snowkey.Claim;
import io.snowkey.SnowflakeLayout;
import io.snowkey.SnowkeyException;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * A lease that lives with the application context: acquired when the context starts, or by the first id if that comes
 * earlier; given back when it stops; acquired again by an id after that, or when it starts again; and given back for good
 * when the bean is destroyed. So a context that is stopped and started, or checkpointed and restored, never keeps a worker
 * id that it does not renew, and a bean that stores something as late as in its {@code @PreDestroy} still gets its ids.
 */
final class LifecycleWorkerLease implements WorkerLease, SmartLifecycle {

    /**
     * Starts ahead of web servers, listeners and schedulers, whose phases are far greater, and stops after them. Not lower,
     * for phase 0 is where connection pools resume after a checkpoint, and suspend before it.
     */
    static final int PHASE = 100;

    private final Supplier<? extends WorkerLease> source;
    private final SnowflakeLayout layout;
    private final boolean atStart;

    /** Held by whoever acquires or gives back, so that the second to want an id waits for the first. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile @Nullable WorkerLease held;

    /** What the last attempt to acquire failed with, as long as there was no later one that did not. */
    private volatile @Nullable RuntimeException failure;

    private volatile boolean closed;

    /**
     * A lease that is not acquired yet.
     *
     * @param source acquires a lease of this layout
     * @param atStart whether it is acquired when the context starts, or not before the first id
     */
    LifecycleWorkerLease(Supplier<? extends WorkerLease> source, SnowflakeLayout layout, boolean atStart) {
        this.source = source;
        this.layout = layout;
        this.atStart = atStart;
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

    /** One attempt serves all who wait for it: where it fails, they are refused with it, rather than one after the other. */
    private WorkerLease acquire() {
        RuntimeException before = failure;
        lockOrBeInterrupted();
        try {
            WorkerLease known = held;
            if (known == null) {
                RuntimeException since = failure;
                if (since != null && since != before) {
                    throw since;
                }
                known = acquireOrFail();
                held = known;
                failure = null;
            }
            return known;
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) { // else it is nobody's failure but that of this thread
                failure = e;
            }
            throw e;
        } finally {
            turn.unlock();
            if (closed) {
                close(); // whoever closed this meanwhile did not wait
            }
        }
    }

    private void lockOrBeInterrupted() {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException();
        }
    }

    private WorkerLease acquireOrFail() {
        if (closed) {
            throw new ClosedException();
        }
        WorkerLease acquired = SettingsException.explained(source::get);
        if (!acquired.layout().equals(layout)) {
            acquired.close();
            throw new SettingsException(
                    "The layout of the JdbcWorkerRegistry bean [" + acquired.layout() + "] is not that of the"
                            + " SnowflakeLayout bean [" + layout + "].",
                    "Build the JdbcWorkerRegistry bean with the SnowflakeLayout bean.");
        }
        return acquired;
    }

    @Override
    public void start() {
        acquire();
    }

    /**
     * Gives the worker id back. The next id, should there be one, acquires again: this is why the lease is forgotten before
     * its claim is sealed. An id that finds the claim sealed looks here again.
     */
    @Override
    public void stop() {
        turn.lock();
        try {
            WorkerLease known = held;
            if (known != null && !closed) {
                held = null;
                known.close();
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * The same, in a thread of its own: a database that does not answer, or an id that is just being waited for, then takes no
     * longer of the shutdown than {@code spring.lifecycle.timeout-per-shutdown-phase} allows.
     */
    @Override
    public void stop(Runnable callback) {
        Thread stopping = new Thread(
                () -> {
                    try {
                        stop();
                    } finally {
                        callback.run();
                    }
                },
                "snowkey-stop");
        stopping.setDaemon(true);
        stopping.start();
    }

    @Override
    public boolean isRunning() {
        return held != null && !closed;
    }

    @Override
    public boolean isAutoStartup() {
        return atStart;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /**
     * Gives the worker id back for good. The lease stays where it is, so that ids asked for later are refused. Whoever acquires
     * or gives back at this moment is not waited for, but gives back afterwards what it has.
     */
    @Override
    public void close() {
        closed = true;
        if (turn.tryLock()) {
            try {
                WorkerLease known = held;
                if (known != null) {
                    known.close();
                }
            } finally {
                turn.unlock();
            }
        }
    }

    @Override
    public String toString() {
        WorkerLease known = held;
        return known != null ? known.toString() : "no worker id at present";
    }

    /** The thread was interrupted while another one acquired. */
    private static final class InterruptedWaitException extends SnowkeyException {

        InterruptedWaitException() {
            super("The calling thread was interrupted while it waited for a worker id.", null);
        }
    }

    /** An id was asked for after the application context had been closed. */
    private static final class ClosedException extends SnowkeyException {

        ClosedException() {
            super("The application context is closed, and its worker id was given back: no ids any more.", null);
        }
    }
}
