// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH or {@link Saturation} measured of one contender.
 *
 * @param idsPerSecond mean of the iterations, or median of slices
 * @param least of the iterations
 * @param most of the iterations
 * @param processorNanos processor time of the process per id
 * @param bytes allocated per id
 */
record ThroughputResult(double idsPerSecond, double least, double most, double processorNanos, double bytes) {

    static final String CSV_HEADER = "group,contender,threads,ids_per_s,least,most,processor_ns_per_id,bytes_per_id";

    static ThroughputResult of(RunResult run) {
        Result<?> primary = run.getPrimaryResult();
        return new ThroughputResult(
                primary.getScore(),
                primary.getStatistics().getMin(),
                primary.getStatistics().getMax(),
                secondary(run, ProcessorTimeProfiler.LABEL),
                secondary(run, "gc.alloc.rate.norm"));
    }

    /** The name of a secondary result has a sign or two before it in some versions of JMH. */
    private static double secondary(RunResult run, String label) {
        for (String name : run.getSecondaryResults().keySet()) {
            if (name.endsWith(label)) {
                return run.getSecondaryResults().get(name).getScore();
            }
        }
        return Double.NaN;
    }

    /** As printed by another JVM: the fields, in their order. */
    static ThroughputResult parse(String line) {
        double[] each =
                Stream.of(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
        return new ThroughputResult(each[0], each[1], each[2], each[3], each[4]);
    }

    /** What the JVM in the middle measured, and the least and the most of all of them. */
    static ThroughputResult middle(List<ThroughputResult> jvms) {
        List<ThroughputResult> sorted = jvms.stream()
                .sorted(Comparator.comparingDouble(ThroughputResult::idsPerSecond))
                .toList();
        ThroughputResult middle = sorted.get(sorted.size() / 2);
        return new ThroughputResult(
                middle.idsPerSecond,
                jvms.stream().mapToDouble(ThroughputResult::least).min().orElseThrow(),
                jvms.stream().mapToDouble(ThroughputResult::most).max().orElseThrow(),
                middle.processorNanos,
                middle.bytes);
    }

    String csv(String group, String contender, int threads) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%.0f,%.0f,%.0f,%.1f,%.3f",
                group,
                contender,
                threads,
                idsPerSecond,
                least,
                most,
                processorNanos,
                bytes);
    }

    String bytesCell() {
        return String.format(Locale.ROOT, "%.1f B", bytes);
    }

    String cell() {
        return String.format(Locale.ROOT, "%.2f M, %.0f ns", idsPerSecond / 1e6, processorNanos);
    }
}
