// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The open leases of a registry, their heartbeats, and the leases that are being acquired. */
final class Leases implements AutoCloseable {

    private static final NonThrowingLog log = NonThrowingLog.of(Leases.class);

    private final Supplier<Acquisition> acquisitions;
    private final Settings settings;
    private final Lifecycle lifecycle;
    private final Time time;
    private final RegistryObserver observer;
    private final Heartbeats heartbeats;
    private final BackgroundTasks tasks;
    private final LeaseServices services;

    private final Object lock = new Object();
    // The lock guards these three.
    private final Map<JdbcWorkerLease, Runnable> open = new HashMap<>(); // with each lease: what stops its heartbeats
    private final Set<BackgroundTask<JdbcWorkerLease>> acquiring = new HashSet<>();
    private boolean closed;

    Leases(
            Supplier<Acquisition> acquisitions,
            Settings settings,
            Lifecycle lifecycle,
            Time time,
            RegistryObserver observer,
            Heartbeats heartbeats,
            BackgroundTasks tasks,
            Consumer<WorkerTable> counting) {
        this.acquisitions = acquisitions;
        this.settings = settings;
        this.lifecycle = lifecycle;
        this.time = time;
        this.observer = observer;
        this.heartbeats = heartbeats;
        this.tasks = tasks;
        this.services = new LeaseServices(this::close, lifecycle, tasks, counting);
    }

    JdbcWorkerLease acquire() {
        return await(begin(), true);
    }

    /** Begins to acquire a lease. If the task is given up, the lease is released by itself. */
    BackgroundTask<JdbcWorkerLease> begin() {
        BackgroundTask<JdbcWorkerLease> task = new BackgroundTask<>(this::acquireHere, this::drop);
        synchronized (lock) {
            if (closed) {
                throw Failures.closed();
            }
            acquiring.add(task);
        }
        try {
            return task.start(tasks.threads(), "acquire");
        } finally {
            // Removed when the thread has ended, not when there is an outcome: a close waits until the thread has
            // done everything.
            task.whenEnded(() -> {
                synchronized (lock) {
                    acquiring.remove(task);
                }
            });
        }
    }

    /**
     * Waits for a lease that is being acquired.
     *
     * @param soleWaiter whether no other thread waits for it
     */
    JdbcWorkerLease await(BackgroundTask<JdbcWorkerLease> task, boolean soleWaiter) {
        Duration longest = settings.maxWait()
                .plus(Acquisition.MAX_CONTENTION)
                .plus(settings.heartbeat().multipliedBy(3));
        return tasks.await(task, longest, soleWaiter);
    }

    private JdbcWorkerLease acquireHere(BackgroundTask<JdbcWorkerLease> task) {
        long started = time.nanoTime().getAsLong();
        JdbcWorkerLease lease;
        try {
            lease = JdbcWorkerLease.acquire(acquisitions.get(), started, services);
        } catch (RuntimeException e) {
            RuntimeException why = isClosed() ? Failures.closed() : e; // a close interrupts the acquisition
            observer.acquisitionFailed(time.since(started), why);
            throw why;
        }
        if (!keep(lease)) { // the registry was closed meanwhile
            task.endOfInterrupts();
            drop(lease);
            throw Failures.closed();
        }
        return lease;
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private boolean keep(JdbcWorkerLease lease) {
        synchronized (lock) {
            if (!closed) {
                open.put(lease, heartbeats.every(settings.heartbeat(), lease::beat));
            }
            return !closed;
        }
    }

    /** Seals a lease and releases it in this thread, which belongs to the registry. */
    private void drop(JdbcWorkerLease lease) {
        lease.seal();
        forget(lease);
        release(lease);
    }

    private void forget(JdbcWorkerLease lease) {
        Runnable stop;
        synchronized (lock) {
            stop = open.remove(lease);
        }
        if (stop != null) {
            stop.run();
        }
    }

    private void release(JdbcWorkerLease lease) {
        try {
            lease.release(lifecycle.closeTimeout().dividedBy(5), tasks.inUse()::unblock);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the release took too long: the closing thread has logged that
        }
    }

    private void close(JdbcWorkerLease lease) {
        close(List.of(lease), deadline());
    }

    private long deadline() {
        return System.nanoTime() + lifecycle.closeTimeout().toNanos();
    }

    private void close(List<JdbcWorkerLease> leases, long deadline) {
        List<JdbcWorkerLease> others = new ArrayList<>();
        leases.forEach(JdbcWorkerLease::seal);
        for (JdbcWorkerLease lease : leases) {
            forget(lease);
            if (lease.isBusyHere()) { // closed by an observer, in the middle of a heartbeat
                release(lease);
            } else if (!lease.isReleased()) {
                lease.interrupt(tasks.inUse()::interrupt);
                others.add(lease);
            }
        }
        if (!others.isEmpty()) {
            new ConcurrentRelease(others, tasks, this::release).await(deadline, lifecycle.closeTimeout());
        }
    }

    /** Seals every lease, releases within the time what it can, and logs the rest. */
    @Override
    public void close() {
        List<JdbcWorkerLease> leases;
        List<BackgroundTask<JdbcWorkerLease>> pending;
        synchronized (lock) {
            closed = true;
            leases = List.copyOf(open.keySet());
            pending = List.copyOf(acquiring);
        }
        long deadline = deadline();
        pending.forEach(tasks::interrupt);
        close(leases, deadline);
        awaitEnd(pending, deadline);
        heartbeats.close();
    }

    private void awaitEnd(List<BackgroundTask<JdbcWorkerLease>> pending, long deadline) {
        for (BackgroundTask<JdbcWorkerLease> task : pending) {
            Thread thread = task.thread();
            boolean here = thread == Thread.currentThread(); // closed by an observer, in the middle of the acquisition
            if (!here && !task.awaitEnd(deadline)) {
                log.warn(
                        "Closed the registry of the namespace '{}' without waiting any longer for a worker id that is"
                                + " being acquired. If it is acquired nevertheless, it is given back, or frees up by"
                                + " itself within {}.",
                        settings.namespace(),
                        DurationFormat.format(settings.ttl().plus(settings.reservation())));
                task.giveUp(Failures.closed());
                tasks.unblock(task);
            }
        }
    }
}
