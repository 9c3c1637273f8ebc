// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * A beat that puts itself on the schedule again.
 *
 * <p>The executor's own repetitions do not fit: with a fixed delay, a beat that hung for an outage's time-out would be
 * followed by a whole interval in which nobody notices that the outage is over, and with a fixed rate by all those that it
 * kept from running.
 */
final class Repeated implements Runnable {

    private static final ShieldedLog log = ShieldedLog.of(Heartbeats.class);

    private final ScheduledThreadPoolExecutor executor;
    private final Duration interval;
    private final Runnable beat;
    private final RandomGenerator random;
    private volatile @Nullable Future<?> next;
    private volatile boolean stopped;

    Repeated(ScheduledThreadPoolExecutor executor, Duration interval, Runnable beat, RandomGenerator random) {
        this.executor = executor;
        this.interval = interval;
        this.beat = beat;
        this.random = random;
    }

    /** Puts the first beat on the schedule, and says how to stop. */
    Runnable start() {
        schedule(Heartbeats.pause(interval, Duration.ZERO, random));
        return () -> {
            stopped = true;
            cancel();
        };
    }

    @Override
    public void run() {
        long started = System.nanoTime();
        survive();
        schedule(Heartbeats.pause(interval, Duration.ofNanos(System.nanoTime() - started), random));
    }

    /** An error must not end the repetitions: memory that ran out for a moment would end a lease. */
    private void survive() {
        try {
            beat.run();
        } catch (Throwable e) {
            log.error("A heartbeat failed; the next one tries again", e);
        }
    }

    private void schedule(Duration pause) {
        next = executor.schedule(this, pause.toNanos(), TimeUnit.NANOSECONDS);
        if (stopped) { // since the beat: whoever stopped it may have seen the one before
            cancel();
        }
    }

    private void cancel() {
        Future<?> scheduled = next;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
