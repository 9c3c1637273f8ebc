// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/** Repeats what the database rolls back because of others: deadlocks and serialization failures, which had no effect. */
record Retry(Time time, RandomGenerator random) {

    /** For how long one repeats that holds others up, and that has another chance later. */
    static final Duration BRIEFLY = Duration.ofSeconds(2);

    /** What may have to be repeated. */
    interface Attempt<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    /**
     * The result of the first attempt that is not rolled back.
     *
     * @param patience for how long attempts are repeated. Take the connection before: what the pool takes is not meant
     */
    <T extends @Nullable Object> T of(Duration patience, Attempt<T> attempt) throws SQLException {
        long started = time.nanoTime().getAsLong();
        while (true) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                if (!SqlStates.isRolledBack(e) || time.since(started).compareTo(patience) > 0) {
                    throw e;
                }
            }
            pause();
        }
    }

    /** For a random time, so that those who got into each other's way do not meet again. */
    void pause() {
        pause(Duration.ofMillis(random.nextLong(1, 50)));
    }

    /** @throws WorkerRegistryException if the thread is interrupted meanwhile */
    void pause(Duration duration) {
        try {
            time.pause().sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interrupted();
        }
    }
}
