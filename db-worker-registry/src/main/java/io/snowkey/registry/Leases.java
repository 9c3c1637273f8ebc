// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The leases of a registry that are not closed, and their heartbeats. */
final class Leases implements AutoCloseable {

    private final Supplier<Acquisition> acquisitions;
    private final Settings settings;
    private final Time time;
    private final RegistryObserver observer;
    private final Heartbeats heartbeats;
    /** Each with what ends its heartbeats. */
    private final Map<JdbcWorkerLease, Runnable> open = new ConcurrentHashMap<>();

    private volatile boolean closed;

    Leases(
            Supplier<Acquisition> acquisitions,
            Settings settings,
            Time time,
            RegistryObserver observer,
            Heartbeats heartbeats) {
        this.acquisitions = acquisitions;
        this.settings = settings;
        this.time = time;
        this.observer = observer;
        this.heartbeats = heartbeats;
    }

    JdbcWorkerLease acquire() {
        if (closed) {
            throw Failures.closed();
        }
        long started = time.nanoTime().getAsLong();
        JdbcWorkerLease lease;
        try {
            lease = JdbcWorkerLease.acquire(acquisitions.get(), started, this::forget);
        } catch (RuntimeException e) {
            observer.acquisitionFailed(time.since(started), e);
            throw e;
        }
        open.put(lease, heartbeats.every(settings.heartbeat(), lease::beat));
        if (closed) { // while the lease was being acquired
            lease.close();
            throw Failures.closed();
        }
        return lease;
    }

    private void forget(JdbcWorkerLease lease) {
        Runnable stop = open.remove(lease);
        if (stop != null) {
            stop.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(open.keySet()).forEach(JdbcWorkerLease::close);
        heartbeats.close();
    }
}
