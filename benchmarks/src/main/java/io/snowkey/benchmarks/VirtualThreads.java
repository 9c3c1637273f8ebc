// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * Generators shared by virtual threads. Not by JMH, which lets threads meet before an iteration: those that spin do not let each
 * other by. Here each makes a hundred ids and yields, as a request ends. Runs in a JVM of its own, 21 or later; the last line
 * that it prints is the result.
 */
final class VirtualThreads {

    private static final int IDS_PER_TURN = 100;
    private static final int IDS_PER_COUNT = 10;

    @SuppressWarnings("UnusedVariable") // written, so that no id can be left out as useless
    private static volatile long sink;

    private final LongSupplier ids;
    private final LongAdder made = new LongAdder();
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private VirtualThreads(LongSupplier ids) {
        this.ids = ids;
    }

    /** Arguments: contender, threads, milliseconds of a slice, how many of them. */
    public static void main(String[] args) throws ReflectiveOperationException, InterruptedException {
        VirtualThreads virtual = new VirtualThreads(Contender.valueOf(args[0]).start());
        long millis = Long.parseLong(args[2]);
        virtual.start(Integer.parseInt(args[1]));
        Thread.sleep(millis / 2); // warms up
        List<Figures> slices = new ArrayList<>();
        for (int slice = 0; slice < Integer.parseInt(args[3]); slice++) {
            slices.add(virtual.slice(millis));
        }
        System.out.println(result(slices));
        System.exit(0);
    }

    private static String result(List<Figures> slices) {
        List<Double> rates = slices.stream().map(Figures::idsPerSecond).sorted().toList();
        return String.format(
                Locale.ROOT,
                "%f,%f,%f,%f,%f",
                rates.stream().mapToDouble(rate -> rate).average().orElseThrow(),
                rates.get(0),
                rates.get(rates.size() - 1),
                slices.stream().mapToDouble(Figures::processorNanos).average().orElseThrow(),
                slices.stream().mapToDouble(Figures::bytes).average().orElseThrow());
    }

    private void start(int threads) throws ReflectiveOperationException {
        for (int thread = 0; thread < threads; thread++) {
            // By reflection, for this is compiled for Java 17.
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) this::issue);
        }
    }

    /** Between two looks at threads that are at work already and go on: beginnings and ends would count as waiting. */
    private Figures slice(long millis) throws ReflectiveOperationException, InterruptedException {
        double bytesBefore = allocated();
        long processorBefore = system.getProcessCpuTime();
        Look before = Look.at(made);
        Thread.sleep(millis);
        Look after = Look.at(made);
        double count = after.ids - before.ids;
        double rate = count * 1e9 / (after.nanos - before.nanos);
        double processor = system.getProcessCpuTime() - processorBefore;
        return new Figures(rate, rate, rate, processor / count, (allocated() - bytesBefore) / count);
    }

    /** How many ids there were at what time. */
    private record Look(long nanos, long ids) {

        private static final long AT_ONCE_NANOS = 20_000;

        /** Once more if this thread was paused meanwhile. */
        static Look at(LongAdder made) {
            for (; ; ) {
                long nanos = System.nanoTime();
                long ids = made.sum();
                if (System.nanoTime() - nanos < AT_ONCE_NANOS) {
                    return new Look(nanos, ids);
                }
            }
        }
    }

    /** By all platform threads, whose bytes are those of the virtual ones that they carried, too. */
    private double allocated() throws ReflectiveOperationException {
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
            Thread.yield();
        }
    }
}
