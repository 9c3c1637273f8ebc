// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the threads of a registry, and waits for them in the thread of a caller. Each wait is bounded, and
 * an interrupt ends it.
 *
 * @param inUse knows for how long a thread has waited for a connection
 * @param connectionTimeout how long a task may wait for a connection
 */
record BackgroundTasks(Threads threads, ConnectionsInUse inUse, Duration connectionTimeout) {

    private static final Duration MIN_POLL = Duration.ofMillis(10);
    private static final Duration MAX_POLL = Duration.ofSeconds(1);

    /** Runs work that leaves nothing behind, and waits for its result. */
    <T extends @Nullable Object> T run(String task, Supplier<T> work, Duration atMost) {
        return await(new BackgroundTask<>(work, nothing -> {}).start(threads, task), atMost, true);
    }

    /**
     * Waits for the outcome of a task.
     *
     * @param atMost how long the work may take; if it takes longer, the driver does not keep to its time-out
     * @param soleWaiter whether to give the task up when this thread is interrupted
     * @throws WorkerRegistryException if the work fails, takes too long, or waits too long for a connection, or if
     *     this thread is interrupted
     */
    <T extends @Nullable Object> T await(BackgroundTask<T> task, Duration atMost, boolean soleWaiter) {
        long started = System.nanoTime();
        try {
            Duration poll = MIN_POLL;
            while (!task.await(poll)) {
                poll = giveUpIfOverdue(task, Duration.ofNanos(System.nanoTime() - started), atMost);
            }
        } catch (InterruptedException e) {
            WorkerRegistryException interrupted = Failures.interrupted();
            if (soleWaiter) {
                giveUp(task, interrupted);
            }
            Thread.currentThread().interrupt();
            throw interrupted;
        }
        return task.result();
    }

    /** Gives up a task that takes too long. Returns how long to wait before the next check. */
    private Duration giveUpIfOverdue(BackgroundTask<?> task, Duration waited, Duration atMost) {
        Thread thread = task.thread();
        long forConnection = thread != null ? inUse.waitingNanos(thread) : 0;
        if (forConnection >= connectionTimeout.toNanos()) {
            giveUp(task, Failures.noConnection(connectionTimeout));
        } else if (waited.compareTo(atMost) >= 0) {
            giveUp(task, Failures.noAnswer(waited));
            unblock(task);
        }
        Duration left = connectionTimeout.minusNanos(forConnection);
        return left.compareTo(MIN_POLL) < 0 ? MIN_POLL : left.compareTo(MAX_POLL) > 0 ? MAX_POLL : left;
    }

    private void giveUp(BackgroundTask<?> task, RuntimeException why) {
        task.giveUp(why);
        interrupt(task);
    }

    /** Interrupts the work, unless it has a connection in hand. */
    void interrupt(BackgroundTask<?> task) {
        task.interrupt(inUse::interrupt);
    }

    /** Ends what the work waits for: a connection, or an answer of the database. */
    void unblock(BackgroundTask<?> task) {
        Thread thread = task.thread();
        if (thread != null) {
            inUse.unblock(thread);
        }
    }
}
