// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

/**
 * Creates tables with a few tries. Statements with {@code IF NOT EXISTS} fail all the same when two processes run them at the
 * same moment, on PostgreSQL for one, and so do the tables that a migration tool makes for itself. Whoever tries again finds
 * what the other one made. What fails for another reason fails again.
 */
final class Tries {

    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 200;

    private Tries() {}

    /**
     * Runs what may be run again.
     *
     * @throws SchemaException if it failed every time
     */
    static void run(Runnable creation) {
        for (int tries = 1; ; tries++) {
            try {
                creation.run();
                return;
            } catch (RuntimeException e) {
                if (tries == TRIES || !pause()) {
                    throw new SchemaException(e);
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
