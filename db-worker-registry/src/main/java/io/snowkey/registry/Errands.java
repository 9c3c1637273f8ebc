// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs errands on the threads of a registry, and waits for them in the thread of a caller. Each wait is bounded, and
 * an interrupt ends it.
 *
 * @param inUse knows for how long a thread has waited for a connection
 * @param patience how long an errand may wait for a connection
 */
record Errands(Threads threads, ConnectionsInUse inUse, Duration patience) {

    private static final Duration SHORTEST_LOOK = Duration.ofMillis(10);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    /** Runs work that leaves nothing behind, and waits for its result. */
    <T extends @Nullable Object> T run(String task, Supplier<T> work, Duration atMost) {
        return await(new Errand<>(work, nothing -> {}).start(threads, task), atMost, true);
    }

    /**
     * Waits for the outcome of an errand.
     *
     * @param atMost how long the work may take; if it takes longer, the driver does not keep to its time-out
     * @param alone whether to give the errand up when this thread is interrupted
     * @throws WorkerRegistryException if the work fails, takes too long, or waits too long for a connection, or if
     *     this thread is interrupted
     */
    <T extends @Nullable Object> T await(Errand<T> errand, Duration atMost, boolean alone) {
        long started = System.nanoTime();
        try {
            Duration look = SHORTEST_LOOK;
            while (!errand.await(look)) {
                look = look(errand, Duration.ofNanos(System.nanoTime() - started), atMost);
            }
        } catch (InterruptedException e) {
            WorkerRegistryException interrupted = Failures.interrupted();
            if (alone) {
                giveUp(errand, interrupted);
            }
            Thread.currentThread().interrupt();
            throw interrupted;
        }
        return errand.result();
    }

    /** Gives up an errand that takes too long. Returns how long to wait before the next look. */
    private Duration look(Errand<?> errand, Duration waited, Duration atMost) {
        Thread thread = errand.thread();
        long forConnection = thread != null ? inUse.waitingNanos(thread) : 0;
        if (forConnection >= patience.toNanos()) {
            giveUp(errand, Failures.noConnection(patience));
        } else if (waited.compareTo(atMost) >= 0) {
            giveUp(errand, Failures.noAnswer(waited));
            end(errand);
        }
        Duration left = patience.minusNanos(forConnection);
        return left.compareTo(SHORTEST_LOOK) < 0
                ? SHORTEST_LOOK
                : left.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : left;
    }

    private void giveUp(Errand<?> errand, RuntimeException why) {
        errand.giveUp(why);
        interrupt(errand);
    }

    /** Interrupts the work, unless it has a connection in hand. */
    void interrupt(Errand<?> errand) {
        errand.interrupt(inUse::interrupt);
    }

    /** Ends what the work waits for: a connection, or an answer of the database. */
    void end(Errand<?> errand) {
        Thread thread = errand.thread();
        if (thread != null) {
            inUse.end(thread);
        }
    }
}
