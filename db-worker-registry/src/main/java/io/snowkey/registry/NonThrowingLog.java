// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log that never throws. Otherwise a full disk could cost a worker id, or end the heartbeats. */
final class NonThrowingLog {

    private final Logger logger;

    private NonThrowingLog(Logger logger) {
        this.logger = logger;
    }

    static NonThrowingLog of(Class<?> type) {
        return new NonThrowingLog(LoggerFactory.getLogger(type));
    }

    private static void write(Runnable line) {
        try {
            line.run();
        } catch (Throwable unwritten) {
            // There is no other place to report it.
        }
    }

    void debug(String format, @Nullable Object... values) {
        write(() -> logger.debug(format, values));
    }

    void info(String format, @Nullable Object... values) {
        write(() -> logger.info(format, values));
    }

    void warn(String format, @Nullable Object... values) {
        write(() -> logger.warn(format, values));
    }

    void error(String format, @Nullable Object... values) {
        write(() -> logger.error(format, values));
    }
}
