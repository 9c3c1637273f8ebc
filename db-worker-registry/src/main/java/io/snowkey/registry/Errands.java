// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs errands on the threads of a registry, and waits for them in the thread of a caller: no longer than is good for the caller,
 * and until it is interrupted.
 *
 * @param inUse what tells for how long a thread has waited for a connection
 * @param patience how long a connection may take, and an answer of the database
 */
record Errands(Threads threads, ConnectionsInUse inUse, Duration patience) {

    private static final Duration SHORTEST_LOOK = Duration.ofMillis(10);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    /** Runs work that leaves nothing behind, and waits for what it gives. */
    <T extends @Nullable Object> T run(String task, Supplier<T> work, Duration atMost) {
        return await(new Errand<>(work, nothing -> {}).start(threads, task), atMost, true);
    }

    /**
     * Waits for the outcome.
     *
     * @param atMost how long the work may take by itself; more than that means that the driver does not keep to its time-out
     * @param alone whether the errand is given up when this thread is interrupted
     * @throws WorkerRegistryException if the work fails, takes too long, or waits too long for a connection, and if this thread is
     *     interrupted
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

    /** Gives up what takes too long; says when to look again. */
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

    /** Ends whatever the work waits for. */
    void end(Errand<?> errand) {
        Thread thread = errand.thread();
        if (thread != null) {
            inUse.end(thread);
        }
    }
}
