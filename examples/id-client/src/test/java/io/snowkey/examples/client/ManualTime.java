// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;

/** Stands still until it is told to go on. */
final class ManualTime implements TimeSource {

    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // overflows soon, as nanoTime may
    private final long start = nanos.get();
    private final CopyOnWriteArrayList<Duration> waits = new CopyOnWriteArrayList<>();

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get() - start);
    }

    @Override
    @SuppressWarnings({"WaitNotInLoop", "ResultOfMethodCallIgnored"})
    public void await(Condition condition, long remaining) throws InterruptedException {
        waits.add(Duration.ofNanos(remaining));
        condition.awaitNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    /** Returns once somebody has found this much left to wait. */
    void awaitWait(Duration remaining) {
        Waits.await().pollInterval(Duration.ofMillis(1)).until(() -> waits.contains(remaining));
    }

    /** Returns once somebody has looked at the time, found it too early, and looked again, some times over. */
    void awaitLooks() {
        int seen = waits.size();
        Waits.await().pollInterval(Duration.ofMillis(1)).until(() -> waits.size() > seen + 5);
    }
}
