// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * A heartbeat that schedules itself again after each run.
 *
 * <p>The repetitions of the executor do not fit. Suppose that a heartbeat hangs for the time-out of an outage. With
 * a fixed delay, a whole interval follows in which nobody notices that the outage is over. With a fixed rate, all
 * the heartbeats follow that were due meanwhile.
 */
final class HeartbeatTask implements Runnable {

    private static final NonThrowingLog log = NonThrowingLog.of(Heartbeats.class);

    private final ScheduledThreadPoolExecutor executor;
    private final Duration interval;
    private final Runnable beat;
    private final RandomGenerator random;
    private volatile @Nullable Future<?> next;
    private volatile boolean stopped;

    HeartbeatTask(ScheduledThreadPoolExecutor executor, Duration interval, Runnable beat, RandomGenerator random) {
        this.executor = executor;
        this.interval = interval;
        this.beat = beat;
        this.random = random;
    }

    /** Schedules the first heartbeat. The result stops the repetitions. */
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
        runAndLogFailure();
        schedule(Heartbeats.pause(interval, Duration.ofNanos(System.nanoTime() - started), random));
    }

    /**
     * Runs the heartbeat, and logs what it throws. Not even an error ends the repetitions: memory that runs out for
     * a moment would otherwise end a lease.
     */
    private void runAndLogFailure() {
        try {
            beat.run();
        } catch (Throwable e) {
            log.error("A heartbeat failed; the next one tries again", e);
        }
    }

    private void schedule(Duration pause) {
        next = executor.schedule(this, pause.toNanos(), TimeUnit.NANOSECONDS);
        if (stopped) { // stopped meanwhile: the stop may have cancelled the run before this one
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
