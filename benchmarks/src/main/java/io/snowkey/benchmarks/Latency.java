// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;

/**
 * How long single calls take, by two readings of nanoTime around each: these are part of every figure, and "nothing" shows how
 * large a part. Runs in a JVM of its own; the last line that it prints is the result.
 */
final class Latency {

    /** One call every 10 microseconds. */
    static final long PACE_NANOS = 10_000;

    @SuppressWarnings("UnusedVariable") // written, so that no id can be left out as useless
    private static volatile long sink;

    private final LongSupplier ids;
    private final long paceNanos;

    private Latency(LongSupplier ids, long paceNanos) {
        this.ids = ids;
        this.paceNanos = paceNanos;
    }

    /** Arguments: contender, threads, nanoseconds from call to call (0 for no pause), milliseconds to measure. */
    public static void main(String[] args) throws InterruptedException {
        Latency latency = new Latency(Contender.valueOf(args[0]).start(), Long.parseLong(args[2]));
        int threads = Integer.parseInt(args[1]);
        long millis = Long.parseLong(args[3]);
        latency.measure(threads, millis / 2); // warms up
        Histogram all = latency.measure(threads, millis);
        System.out.printf(
                "%d,%d,%d,%d,%d%n",
                all.getValueAtPercentile(50),
                all.getValueAtPercentile(99),
                all.getValueAtPercentile(99.9),
                all.getValueAtPercentile(99.99),
                all.getMaxValue());
        System.exit(0);
    }

    private Histogram measure(int threads, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Histogram> each =
                Stream.generate(() -> new Histogram(3)).limit(threads).toList();
        List<Thread> workers =
                each.stream().map(one -> new Thread(() -> record(one, end))).toList();
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }
        Histogram all = new Histogram(3);
        each.forEach(all::add);
        return all;
    }

    private void record(Histogram histogram, long end) {
        long last = 0;
        long due = System.nanoTime();
        for (long started = due; started - end < 0; started = System.nanoTime()) {
            if (started - due < 0) {
                Thread.onSpinWait();
                continue;
            }
            last ^= ids.getAsLong();
            histogram.recordValue(System.nanoTime() - started);
            // After a stall the pace is taken up again from here: this is the time of calls, not of a queue of them.
            due = started + paceNanos;
        }
        sink = last;
    }
}
