// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** What the registry logs while this is open; or a log that throws. */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.snowkey.registry");
    private final Level before = logger.getLevel();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final boolean throwing;

    CapturedLog() {
        this(false);
    }

    /** Where {@code throwing}, every line ends in an error, as where the disk of a log is full. */
    CapturedLog(boolean throwing) {
        this.throwing = throwing;
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(this);
        start();
    }

    /** Every line so far, with its level in front. */
    List<String> lines() {
        return lines;
    }

    @Override
    public synchronized void doAppend(ILoggingEvent event) {
        lines.add(event.getLevel() + " " + event.getFormattedMessage());
        if (throwing) {
            throw new IllegalStateException("no space left on the device of the log (by the test)");
        }
    }

    @Override
    protected void append(ILoggingEvent event) {}

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        logger.setLevel(before);
    }
}
