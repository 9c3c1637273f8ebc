// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Tries again what the database refused. Another process may have created the same supplier a moment before. Or the
 * process that served the H2 file has gone, and this one takes over.
 */
final class DatabaseRetry {

    private static final long[] WAITS = {0, 100, 1_000, 2_000, 4_000, 8_000};

    private final PrintStream out;

    DatabaseRetry(PrintStream out) {
        this.out = out;
    }

    <T> T run(Supplier<T> work) {
        for (int attempt = 0; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                SQLException refused = databaseFailure(e);
                if (refused == null || attempt == WAITS.length || !sleep(WAITS[attempt])) {
                    throw e;
                }
                if (WAITS[attempt] >= 1_000) {
                    out.println("  The database refused; trying again. It says: "
                            + String.valueOf(refused.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
                }
            }
        }
    }

    /** The exception of the database, or null if it was not the database that refused. */
    static @Nullable SQLException databaseFailure(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return refused;
            }
        }
        return null;
    }

    private static boolean sleep(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
