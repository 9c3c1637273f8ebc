// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** The highest values of the last hour. One thread looks every second, however often somebody asks. Thread-safe. */
final class Peaks implements AutoCloseable {

    private static final int MINUTES = 60;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier issued;
    private final DoubleSupplier p99Micros;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService thread;
    private final double[] idsPerSecond = new double[MINUTES];
    private final double[] latencies = new double[MINUTES];
    private final long began;
    private long minute;
    private long issuedBefore;
    private long before;

    /**
     * Creates peaks that are 0 until the first look.
     *
     * @param issued how many ids were issued so far
     * @param p99Micros the 99th percentile of how long requests took lately, in microseconds
     */
    Peaks(LongSupplier issued, DoubleSupplier p99Micros, LongSupplier nanoTime) {
        this.issued = issued;
        this.p99Micros = p99Micros;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.before = began;
        this.issuedBefore = issued.getAsLong();
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread created = new Thread(work, "id-service-peaks");
            created.setDaemon(true);
            return created;
        });
    }

    /** Starts to look every second. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the thread
    Peaks start() {
        thread.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    synchronized void look() {
        long now = nanoTime.getAsLong();
        long count = issued.getAsLong();
        double seconds = (now - before) / NANOS;
        forgetUntil(now);
        if (seconds > 0) {
            int at = (int) (minute % MINUTES);
            idsPerSecond[at] = Math.max(idsPerSecond[at], (count - issuedBefore) / seconds);
            latencies[at] = Math.max(latencies[at], p99Micros.getAsDouble());
        }
        before = now;
        issuedBefore = count;
    }

    private void forgetUntil(long now) {
        long present = TimeUnit.NANOSECONDS.toMinutes(now - began);
        for (long next = Math.max(minute + 1, present - MINUTES + 1); next <= present; next++) {
            idsPerSecond[(int) (next % MINUTES)] = 0;
            latencies[(int) (next % MINUTES)] = 0;
        }
        minute = present;
    }

    synchronized LastHour lastHour() {
        forgetUntil(nanoTime.getAsLong());
        double most = 0;
        double longest = 0;
        for (int i = 0; i < MINUTES; i++) {
            most = Math.max(most, idsPerSecond[i]);
            longest = Math.max(longest, latencies[i]);
        }
        return new LastHour(Math.round(most), longest);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /**
     * The highest values of the last hour, or since the start if that is less than an hour ago.
     *
     * @param idsPerSecond ids issued within a second
     * @param p99Micros the 99th percentile of how long requests took within some seconds, in microseconds
     */
    record LastHour(long idsPerSecond, double p99Micros) {}
}
