// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.LoggerFactory;

/** Calls the heartbeats of a registry's leases, on one daemon thread. */
interface Heartbeats extends AutoCloseable {

    /** Calls {@code beat} after every such time, whatever it throws, until the returned handle is run. */
    Runnable every(Duration interval, Runnable beat);

    @Override
    void close();

    static Heartbeats onThread(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return new Heartbeats() {
            @Override
            public Runnable every(Duration interval, Runnable beat) {
                long millis = interval.toMillis();
                ScheduledFuture<?> beats =
                        executor.scheduleWithFixedDelay(() -> survive(beat), millis, millis, TimeUnit.MILLISECONDS);
                return () -> beats.cancel(false);
            }

            @Override
            public void close() {
                executor.shutdownNow();
            }
        };
    }

    /** The executor would never call a task again that threw: memory that ran out for a moment would end a lease. */
    private static void survive(Runnable beat) {
        try {
            beat.run();
        } catch (Throwable e) {
            LoggerFactory.getLogger(Heartbeats.class).error("A heartbeat failed; the next one tries again", e);
        }
    }
}
