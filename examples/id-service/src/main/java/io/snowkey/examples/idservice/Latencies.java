// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/** How long requests for ids took within this node, in the last 10 to 20 seconds. Thread-safe. */
final class Latencies {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The bits of a step. There are 16 steps per power of two, so a value is known to 6 %. */
    private static final int STEP_BITS = 4;

    private static final int BUCKETS = (Long.SIZE - STEP_BITS) << STEP_BITS;

    private final LongSupplier nanoTime;
    private final LongAdder requests = new LongAdder();
    private volatile Window window;

    Latencies(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.window = new Window(nanoTime.getAsLong(), new AtomicLongArray(BUCKETS), null);
    }

    /** The time at which a request begins, for {@link #finished}. */
    long begin() {
        return nanoTime.getAsLong();
    }

    /** Counts a request that began at this time and is answered now. */
    void finished(long began) {
        long now = nanoTime.getAsLong();
        requests.increment();
        window(now).counts.getAndIncrement(bucket(Math.max(0, now - began)));
    }

    /** How many requests were answered so far. */
    long requests() {
        return requests.sum();
    }

    Summary summary() {
        Window recent = window(nanoTime.getAsLong());
        AtomicLongArray before = recent.before;
        long[] counts = new long[BUCKETS];
        long total = 0;
        int last = 0;
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = recent.counts.get(i) + (before != null ? before.get(i) : 0);
            total += counts[i];
            last = counts[i] > 0 ? i : last;
        }
        return new Summary(
                micros(counts, total, 0.5),
                micros(counts, total, 0.99),
                micros(counts, total, 0.999),
                total == 0 ? 0 : upperNanos(last) / 1_000.0);
    }

    private Window window(long now) {
        Window seen = window;
        return now - seen.since < WINDOW_NANOS ? seen : next(now);
    }

    private synchronized Window next(long now) {
        Window seen = window;
        long age = now - seen.since;
        if (age < WINDOW_NANOS) {
            return seen;
        }
        Window next = new Window(now, new AtomicLongArray(BUCKETS), age < 2 * WINDOW_NANOS ? seen.counts : null);
        window = next;
        return next;
    }

    private static double micros(long[] counts, long total, double share) {
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (wanted > 0 && seen >= wanted) {
                return upperNanos(i) / 1_000.0;
            }
        }
        return 0;
    }

    static int bucket(long nanos) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - STEP_BITS - 1);
        return (shift << STEP_BITS) + (int) (nanos >>> shift);
    }

    /** The largest value of a bucket, in nanoseconds. */
    static long upperNanos(int bucket) {
        int shift = Math.max(0, (bucket >> STEP_BITS) - 1);
        long step = bucket - ((long) shift << STEP_BITS);
        return ((step + 1) << shift) - 1;
    }

    private record Window(long since, AtomicLongArray counts, @Nullable AtomicLongArray before) {}

    /** Percentiles in microseconds, each at most 7 % too large; 0 where there was no request. */
    record Summary(double p50, double p99, double p999, double max) {}
}
