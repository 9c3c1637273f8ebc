// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Repeats what the database rolls back because of others: deadlocks and serialization failures, which had no effect.
 */
record Retry(Time time, RandomGenerator random) {

    /** How long to repeat what holds others up, and has another chance later. */
    static final Duration BRIEFLY = Duration.ofSeconds(2);

    /** A database operation that may have to be repeated. */
    interface Attempt<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    /**
     * The result of the first attempt that is not rolled back.
     *
     * @param timeout how long attempts are repeated. It does not include the wait for the pool, so take the
     *     connection before
     */
    <T extends @Nullable Object> T of(Duration timeout, Attempt<T> attempt) throws SQLException {
        long started = time.nanoTime().getAsLong();
        while (true) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                if (!SqlStates.isRolledBack(e) || time.since(started).compareTo(timeout) > 0) {
                    throw e;
                }
            }
            pause();
        }
    }

    /** Pauses for a random time, so that processes which got into each other's way do not meet again. */
    void pause() {
        pause(Duration.ofMillis(random.nextLong(1, 50)));
    }

    /**
     * Pauses for this time.
     *
     * @throws WorkerRegistryException if the thread is interrupted meanwhile
     */
    void pause(Duration duration) {
        try {
            time.pause().sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted();
        }
    }
}
