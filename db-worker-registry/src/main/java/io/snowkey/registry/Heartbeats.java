// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.random.RandomGenerator;

/** Calls the heartbeats of a registry's leases, on one daemon thread. */
interface Heartbeats extends AutoCloseable {

    /**
     * Calls {@code beat} at this interval or up to a fifth sooner, until the returned handle is run. What
     * {@code beat} throws does not end the calls. If a call takes longer than the interval, the next one follows at
     * once, and those that were due meanwhile are left out.
     */
    Runnable every(Duration interval, Runnable beat);

    @Override
    void close();

    static Heartbeats onThread(String name, RandomGenerator random) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> Threads.make(name, task));
        executor.setRemoveOnCancelPolicy(true);
        return new Heartbeats() {
            @Override
            public Runnable every(Duration interval, Runnable beat) {
                return new HeartbeatTask(executor, interval, beat, random).start();
            }

            @Override
            public void close() {
                executor.shutdownNow();
            }
        };
    }

    /**
     * How long to wait for the next heartbeat after one that took {@code took}. Up to a fifth of the interval is
     * taken off, by chance. After an outage all processes send heartbeats at the same moment, and would otherwise go
     * on doing so.
     */
    static Duration pause(Duration interval, Duration took, RandomGenerator random) {
        long planned = interval.toNanos() - (long) (0.2 * interval.toNanos() * random.nextDouble());
        return Duration.ofNanos(Math.max(0, planned - took.toNanos()));
    }
}
