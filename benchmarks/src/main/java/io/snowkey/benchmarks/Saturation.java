// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * Counts the ids of threads that share a generator and never stop. JMH adds up the rates of threads that begin and end
 * at different moments. With many threads, that is off by a percent or two. JMH also lets threads meet before an
 * iteration, where spinning virtual threads block each other. This runs in a JVM of its own, 21 or later for virtual
 * threads. The last line that it prints is the result.
 */
final class Saturation {

    private static final int IDS_PER_TURN = 100;
    private static final int IDS_PER_COUNT = 10;

    /** Compilers at work keep one of few processors from waking anybody. */
    private static final int WARM_UP_SLICES = 2;

    private static final long AT_ONCE_NANOS = 20_000;

    @SuppressWarnings("UnusedVariable") // written, so that no id can be left out as useless
    private static volatile long sink;

    private final LongSupplier ids;
    private final boolean virtual;
    private final LongAdder made = new LongAdder();
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Saturation(LongSupplier ids, boolean virtual) {
        this.ids = ids;
        this.virtual = virtual;
    }

    /** Arguments: contender, threads, "virtual" or "platform", milliseconds of a slice, how many of them. */
    public static void main(String[] args) throws ReflectiveOperationException, InterruptedException {
        Saturation saturation = new Saturation(Contender.valueOf(args[0]).start(), args[2].equals("virtual"));
        long millis = Long.parseLong(args[3]);
        saturation.start(Integer.parseInt(args[1]));
        Thread.sleep(WARM_UP_SLICES * millis);
        List<Snapshot> snapshots = new ArrayList<>(List.of(saturation.snapshot()));
        for (int slice = 0; slice < Integer.parseInt(args[4]); slice++) {
            Thread.sleep(millis);
            snapshots.add(saturation.snapshot());
        }
        System.out.println(result(snapshots));
        System.exit(0);
    }

    /** The rate of the slice in the middle: one pause of the host can be half a percent. Time and bytes are of all. */
    private static String result(List<Snapshot> snapshots) {
        Snapshot first = snapshots.get(0);
        Snapshot last = snapshots.get(snapshots.size() - 1);
        List<Double> slices = IntStream.range(1, snapshots.size())
                .mapToObj(i -> snapshots.get(i).rateSince(snapshots.get(i - 1)))
                .toList();
        double count = last.ids - first.ids;
        return String.format(
                Locale.ROOT,
                "%f,%f,%f,%f,%f",
                Quartiles.of(slices).median(),
                Collections.min(slices),
                Collections.max(slices),
                (last.processorNanos - first.processorNanos) / count,
                (last.bytes - first.bytes) / count);
    }

    private void start(int threads) throws ReflectiveOperationException {
        for (int i = 0; i < threads; i++) {
            if (virtual) {
                // By reflection, for this is compiled for Java 17.
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) this::issue);
            } else {
                Thread thread = new Thread(this::issue);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** What threads have done that are at work already and go on: beginnings and ends would count as waiting. */
    private record Snapshot(long nanos, long ids, long processorNanos, double bytes) {

        double rateSince(Snapshot before) {
            return (ids - before.ids) * 1e9 / (nanos - before.nanos);
        }
    }

    /** Once more if this thread was paused meanwhile. */
    private Snapshot snapshot() throws ReflectiveOperationException {
        for (; ; ) {
            double bytes = allocated();
            long processorNanos = system.getProcessCpuTime();
            long nanos = System.nanoTime();
            long ids = made.sum();
            if (System.nanoTime() - nanos < AT_ONCE_NANOS) {
                return new Snapshot(nanos, ids, processorNanos, bytes);
            }
        }
    }

    /** The bytes of all platform threads, and of the virtual threads that they carry. Not a number before Java 21. */
    private double allocated() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Double.NaN;
        }
        return (long)
                ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(memory);
    }

    @SuppressWarnings("ThreadPriorityCheck") // a virtual thread that yields lets others have its carrier
    private void issue() {
        for (; ; ) {
            long last = 0;
            for (int i = 0; i < IDS_PER_TURN; i++) {
                last ^= ids.getAsLong();
                if (i % IDS_PER_COUNT == 0) {
                    made.add(IDS_PER_COUNT);
                }
            }
            sink = last;
            if (virtual) {
                Thread.yield();
            }
        }
    }
}
