// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;

/**
 * Measures how long single calls take, by two readings of nanoTime around each. These are part of every figure, and
 * "nothing" shows how large a part. It runs in a JVM of its own. The last line that it prints is the result. Contenders
 * that share a JVM take turns. So they have the differences between JVMs and between moments in common.
 */
final class Latency {

    /** One call every 10 microseconds. */
    static final long PACE_NANOS = 10_000;

    @SuppressWarnings("UnusedVariable") // written, so that no id can be left out as useless
    private static volatile long sink;

    /** Some dozen ticks: what a processor remembers of the one before is nothing beside it. */
    private static final long TURN_MILLIS = 40;

    private final LongSupplier ids;
    private final int threads;
    private final long paceNanos;
    private final Histogram all = new Histogram(3);

    private Latency(LongSupplier ids, int threads, long paceNanos) {
        this.ids = ids;
        this.threads = threads;
        this.paceNanos = paceNanos;
    }

    /**
     * Prints five figures of each contender. Arguments: contenders, with commas; threads; nanoseconds from call to call
     * (0 for no pause); milliseconds to measure each.
     */
    public static void main(String[] args) throws InterruptedException {
        List<Latency> contenders = Stream.of(args[0].split(",", -1))
                .map(name -> new Latency(
                        Contender.valueOf(name).start(), Integer.parseInt(args[1]), Long.parseLong(args[2])))
                .toList();
        long millis = Long.parseLong(args[3]);
        takeTurns(contenders, millis / 2); // warms up
        contenders.forEach(contender -> contender.all.reset());
        takeTurns(contenders, millis);
        System.out.println(contenders.stream().map(Latency::figures).collect(Collectors.joining(",")));
        System.exit(0);
    }

    private static void takeTurns(List<Latency> contenders, long millis) throws InterruptedException {
        long turn = contenders.size() == 1 ? millis : TURN_MILLIS;
        for (long left = millis; left > 0; left -= turn) {
            for (Latency contender : contenders) {
                contender.measure(turn);
            }
        }
    }

    private String figures() {
        return Stream.of(50.0, 99.0, 99.9, 99.99, 100.0)
                .map(percentile -> Long.toString(all.getValueAtPercentile(percentile)))
                .collect(Collectors.joining(","));
    }

    private void measure(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Histogram> each =
                Stream.generate(() -> new Histogram(3)).limit(threads).toList();
        List<Thread> workers =
                each.stream().map(one -> new Thread(() -> record(one, end))).toList();
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }
        each.forEach(all::add);
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
