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
 * A lease that lives with the application context. It is acquired by the first id or, if asked for, when the context
 * starts. It is given back when the context stops. It is acquired again by an id after that, or when the context starts
 * again. It is given back for good when the bean is destroyed.
 *
 * <p>So a context that is stopped and started, or checkpointed and restored, never keeps a worker id that it does not
 * renew. And a bean that stores something as late as in its {@code @PreDestroy} still gets its ids.
 */
final class LifecycleWorkerLease implements WorkerLease, SmartLifecycle {

    /**
     * The phase: it starts before web servers, listeners and schedulers, whose phases are far greater, and stops after
     * them. It must be above 0, where connection pools resume after a checkpoint, and suspend before it.
     */
    static final int PHASE = 100;

    private final Supplier<? extends WorkerLease> source;
    private final SnowflakeLayout layout;
    private final boolean atStart;

    /** Held by the thread that acquires or gives back. So a second thread that wants an id waits for the first one. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile @Nullable WorkerLease held;

    /** The failure of the last attempt to acquire, or {@code null} if that did not fail. */
    private volatile @Nullable RuntimeException failure;

    private volatile boolean closed;

    /**
     * Creates a lease that is not acquired yet.
     *
     * @param source acquires a lease of this layout
     * @param atStart whether to acquire it when the context starts, and not only with the first id
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

    /**
     * Acquires the lease. One attempt serves all threads that wait for it. If it fails, all of them are refused with
     * its failure, and do not try one after the other.
     */
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
            if (!Thread.currentThread().isInterrupted()) { // an interruption concerns this thread only
                failure = e;
            }
            throw e;
        } finally {
            turn.unlock();
            if (closed) {
                close(); // it may have been closed meanwhile by a thread that did not wait
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
     * Gives the worker id back. The next id, if there is one, acquires again. For that, the lease is forgotten before
     * its claim is sealed: an id that finds the claim sealed looks here again.
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
     * Gives the worker id back in a thread of its own. A database may not answer, or an id may be waiting for a lease.
     * Neither then takes longer of the shutdown than {@code spring.lifecycle.timeout-per-shutdown-phase} allows.
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
     * Gives the worker id back for good. The lease stays where it is, so that ids asked for later are refused. This
     * method does not wait for a thread that acquires or gives back at this moment. That thread gives back afterwards
     * what it has.
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

    /** Thrown if the thread was interrupted while another one acquired. */
    private static final class InterruptedWaitException extends SnowkeyException {

        InterruptedWaitException() {
            super("The calling thread was interrupted while it waited for a worker id.", null);
        }
    }

    /** Thrown if an id was asked for after the application context had been closed. */
    private static final class ClosedException extends SnowkeyException {

        ClosedException() {
            super("The application context is closed, and its worker id was given back: no ids any more.", null);
        }
    }
}
