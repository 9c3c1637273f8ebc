// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.concurrent.locks.ReentrantLock;

import io.snowkey.Claim;
import io.snowkey.SnowflakeLayout;
import io.snowkey.SnowkeyException;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
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

    private final JdbcWorkerRegistry registry;
    private final SnowflakeLayout layout;
    private final RegistryProperties.Acquire when;

    /** Held by whoever acquires or gives back, so that the second to want an id waits for the first. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile @Nullable WorkerLease held;
    private volatile boolean closed;

    LifecycleWorkerLease(JdbcWorkerRegistry registry, SnowflakeLayout layout, RegistryProperties.Acquire when) {
        this.registry = registry;
        this.layout = layout;
        this.when = when;
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

    /** The present claim, or {@code null} if there is none now: other than {@link #claim()}, this acquires nothing. */
    @Nullable
    Claim present() {
        WorkerLease known = held;
        return known != null ? known.claim() : null;
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
                known = acquireOrFail();
                held = known;
            }
            return known;
        } finally {
            turn.unlock();
        }
    }

    private WorkerLease acquireOrFail() {
        if (closed) {
            throw new ClosedException();
        }
        WorkerLease acquired = SettingsException.explained(registry::acquire);
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

    @Override
    public boolean isRunning() {
        return held != null && !closed;
    }

    @Override
    public boolean isAutoStartup() {
        return when == RegistryProperties.Acquire.STARTUP;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** Gives the worker id back for good. The lease stays where it is, so that ids asked for later are refused. */
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            WorkerLease known = held;
            if (known != null) {
                known.close();
            }
        } finally {
            turn.unlock();
        }
    }

    @Override
    public String toString() {
        WorkerLease known = held;
        return known != null ? known.toString() : "no worker id at present";
    }

    /** An id was asked for after the application context had been closed. */
    private static final class ClosedException extends SnowkeyException {

        ClosedException() {
            super("The application context is closed, and its worker id was given back: no ids any more.", null);
        }
    }
}
