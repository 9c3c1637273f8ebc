// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Creates tables with a few tries. Statements with {@code IF NOT EXISTS} fail all the same when two processes run them at the
 * same moment, on PostgreSQL for one, and so do the tables that a migration tool makes for itself. Whoever tries again finds
 * what the other one made.
 *
 * <p>What took long to fail is not tried again. So a start without the database fails after one time-out of a connection pool,
 * which is 30 seconds by default, and not after five.
 */
final class Tries {

    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 200;

    /** For how long after the first try another one begins. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LongSupplier nanoTime;

    /** @param nanoTime a time in nanoseconds, from any beginning */
    Tries(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** With the time of this machine. */
    static void run(Runnable creation) {
        new Tries(System::nanoTime).create(creation);
    }

    /**
     * Runs what may be run again.
     *
     * @throws SchemaException if it failed every time. Its cause is the first failure: a migration that fails at first is to the
     *     tool, from then on, a history that is wrong. The later ones are suppressed in it.
     */
    void create(Runnable creation) {
        long end = nanoTime.getAsLong() + PATIENCE.toNanos();
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
