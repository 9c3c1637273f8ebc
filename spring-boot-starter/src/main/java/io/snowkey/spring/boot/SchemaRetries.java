// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Creates tables with a few tries. Two processes may run the same statements at the same moment. Statements with
 * {@code IF NOT EXISTS} fail all the same then, on PostgreSQL for example. So does the creation of the tables that a
 * migration tool makes for itself. The next try finds what the other process made.
 *
 * <p>A try that took long to fail is not repeated. So a start without the database fails after one time-out of a
 * connection pool, which is 30 seconds by default, and not after five.
 */
final class SchemaRetries {

    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 200;

    /** For how long after the first try another one may begin. */
    static final Duration RETRY_FOR = Duration.ofSeconds(20);

    private final LongSupplier nanoTime;

    /** @param nanoTime a time in nanoseconds, from any beginning */
    SchemaRetries(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Runs the creation, with the time of this machine. */
    static void run(Runnable creation) {
        new SchemaRetries(System::nanoTime).create(creation);
    }

    /**
     * Runs something that may be run again.
     *
     * @throws SchemaException if it never succeeded. Its cause is the first failure: if a migration fails at first, the
     *     tool complains of a wrong history in all later tries. The later failures are suppressed in it.
     * @throws SettingsException at the first try that throws one
     */
    void create(Runnable creation) {
        long end = nanoTime.getAsLong() + RETRY_FOR.toNanos();
        RuntimeException first = null;
        for (int tries = 1; ; tries++) {
            try {
                creation.run();
                return;
            } catch (SettingsException e) { // no further try changes a setting
                throw e;
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
                if (tries == TRIES || nanoTime.getAsLong() - end >= 0 || !pause()) {
                    throw new SchemaException(first);
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
