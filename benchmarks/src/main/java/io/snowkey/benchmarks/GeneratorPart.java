// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.openjdk.jmh.runner.RunnerException;

/** Throughput, processor time, allocation and latency of generators. */
final class GeneratorPart implements Part {

    private static final Set<Contender> LIMITED = EnumSet.range(Contender.FLOOR, Contender.AGRONA);
    private static final Set<Contender> UNLIMITED = EnumSet.range(Contender.FLOOR_21, Contender.TSID_CREATOR);
    private static final Set<Contender> OBSERVED =
            EnumSet.of(Contender.SNOWKEY_OBSERVED, Contender.SNOWKEY_21_OBSERVED);

    /** Snowkey, and the floors of those who spin and of those who sleep. */
    private static final Set<Contender> MAIN = EnumSet.of(Contender.FLOOR, Contender.SLEEPER, Contender.SNOWKEY);

    /** Those that targets hold to a percent or less, and so are measured longer: JVMs and seconds differ by more. */
    private static final Set<Contender> NEAR = EnumSet.of(Contender.FLOOR_21, Contender.SNOWKEY, Contender.SNOWKEY_21);

    /** So many JVMs with one thread, by turns with the one of the others: how fast code is differs from JVM to JVM. */
    private static final int TURNS = 3;

    /** With more threads than these, only the main ones are measured. */
    private static final int MOST_THREADS = 8;

    private static final String VIRTUAL = "virtual";
    private static final int SLICES = 2;
    /** Sleeping costs ids a few times in a second. So a target of half a percent needs some thousand ticks. */
    private static final int MANY_SLICES = 10;

    /** One figure, from a JVM of its own. */
    private interface Measurement {
        ThroughputResult of(Contender contender, int threads) throws IOException, InterruptedException, RunnerException;
    }

    private final RunLength runLength;
    private final Throughput throughput;
    private final ResultFiles files = new ResultFiles("generator", ThroughputResult.CSV_HEADER + ",others_percent");
    private ProcessorUsage atLastRow = ProcessorUsage.now();

    GeneratorPart(RunLength runLength) {
        this.runLength = runLength;
        this.throughput = new Throughput(runLength);
    }

    @Override
    public void run() throws IOException, InterruptedException, RunnerException {
        files.heading("Generators", Machine.versions());
        saturations();
        throughputs();
        others();
        new LatencyTable(runLength).run(files);
        files.print();
    }

    private void saturations() throws IOException, InterruptedException, RunnerException {
        List<Integer> columns = new ArrayList<>(runLength.threads());
        if (runLength.manyThreads()) {
            columns.add(64);
        }
        saturation("threads limit", "threads, 41/10/12", LIMITED, columns);
        if (Runtime.version().feature() >= 21) {
            saturation("virtual limit", "virtual threads, 41/10/12", unobserved(LIMITED), columns);
            saturation(
                    "virtual no limit",
                    "virtual threads, 41/1/21 or no limit",
                    unobserved(UNLIMITED),
                    List.of(MOST_THREADS));
        }
    }

    private static Set<Contender> unobserved(Set<Contender> contenders) {
        Set<Contender> unobserved = EnumSet.copyOf(contenders);
        unobserved.removeAll(OBSERVED);
        return unobserved;
    }

    private void saturation(String group, String title, Set<Contender> contenders, List<Integer> columns)
            throws IOException, InterruptedException, RunnerException {
        String kind = group.startsWith(VIRTUAL) ? VIRTUAL : "platform";
        Map<Contender, List<ThroughputResult>> measured =
                measure(group, contenders, columns, 1, (contender, threads) -> saturated(contender, threads, kind));
        List<String> head = new ArrayList<>(List.of(title + ": ids/s, processor time per id, allocated per id"));
        columns.forEach(threads -> head.add(Integer.toString(threads)));
        files.tableHead(head);
        for (Map.Entry<Contender, List<ThroughputResult>> row : measured.entrySet()) {
            files.tableRow(cells(row, columns, figures -> figures.cell() + ", " + figures.bytesCell()));
        }
    }

    private ThroughputResult saturated(Contender contender, int threads, String kind)
            throws IOException, InterruptedException {
        return ThroughputResult.parse(Jvm.result(Jvm.start(
                List.of("-Xms256m", "-Xmx256m"),
                Saturation.class,
                List.of(
                        contender.name(),
                        Integer.toString(threads),
                        kind,
                        Integer.toString(runLength.latencyMillis()),
                        Integer.toString(NEAR.contains(contender) ? MANY_SLICES : SLICES)))));
    }

    private void throughputs() throws IOException, InterruptedException, RunnerException {
        List<Integer> columns = runLength.threads();
        Map<Contender, List<ThroughputResult>> measured =
                measure("no limit", UNLIMITED, columns, TURNS, throughput::ofIds);
        List<String> head = new ArrayList<>(List.of("41/1/21 or no limit: ids/s, processor time per id"));
        columns.forEach(threads -> head.add(threads + (threads == 1 ? " thread" : " threads")));
        head.add("allocated per id");
        files.tableHead(head);
        for (Map.Entry<Contender, List<ThroughputResult>> row : measured.entrySet()) {
            List<String> cells = cells(row, columns, ThroughputResult::cell);
            cells.add(row.getValue().get(0).bytesCell());
            files.tableRow(cells);
        }
    }

    /** The figures of each contender, by the numbers of threads that it was measured with. */
    private Map<Contender, List<ThroughputResult>> measure(
            String group, Set<Contender> contenders, List<Integer> columns, int turnsOfOne, Measurement measurement)
            throws IOException, InterruptedException, RunnerException {
        Map<Contender, List<ThroughputResult>> all = new EnumMap<>(Contender.class);
        for (int threads : columns) {
            int turns = threads == 1 ? turnsOfOne : 1;
            Set<Contender> some = threads > MOST_THREADS ? MAIN : contenders;
            Map<Contender, ThroughputResult> figures = byTurns(some, threads, turns, measurement);
            String disturbed = disturbed();
            for (Map.Entry<Contender, ThroughputResult> each : figures.entrySet()) {
                files.row(each.getValue().csv(group, each.getKey().name(), threads) + disturbed);
                all.computeIfAbsent(each.getKey(), none -> new ArrayList<>()).add(each.getValue());
            }
        }
        return all;
    }

    /** One after the other, so that what disturbs them disturbs all alike. */
    private static Map<Contender, ThroughputResult> byTurns(
            Set<Contender> contenders, int threads, int turns, Measurement measurement)
            throws IOException, InterruptedException, RunnerException {
        Map<Contender, List<ThroughputResult>> all = new EnumMap<>(Contender.class);
        for (int turn = 0; turn < turns; turn++) {
            for (Contender contender : contenders) {
                if (turn == 0 || NEAR.contains(contender)) {
                    all.computeIfAbsent(contender, none -> new ArrayList<>()).add(measurement.of(contender, threads));
                }
            }
        }
        Map<Contender, ThroughputResult> middle = new EnumMap<>(Contender.class);
        all.forEach((contender, figures) -> middle.put(contender, ThroughputResult.middle(figures)));
        return middle;
    }

    private static List<String> cells(
            Map.Entry<Contender, List<ThroughputResult>> row,
            List<Integer> columns,
            Function<ThroughputResult, String> cell) {
        List<String> cells = new ArrayList<>(List.of(row.getKey().label()));
        row.getValue().forEach(figures -> cells.add(cell.apply(figures)));
        while (cells.size() <= columns.size()) {
            cells.add(""); // not measured with so many threads
        }
        return cells;
    }

    private void others() throws IOException, RunnerException {
        files.tableHead(List.of("others", "threads", "ids/s, processor time per id", "allocated per id"));
        other("floor: clock read", "IdBenchmark.id", Contender.CLOCK, 1);
        for (int threads : List.of(1, 8)) {
            other("Snowkey nextIds(1000), 41/10/12", "BatchBenchmark.limited", Contender.SNOWKEY, threads);
            other("Snowkey nextIds(1000), 41/1/21", "BatchBenchmark.unlimited", Contender.SNOWKEY_21, threads);
        }
        for (int threads : runLength.threads()) {
            other("uuid-creator v7, fast", "UuidBenchmark.uuidCreatorV7", Contender.NOTHING, threads);
            other("UUID.randomUUID", "UuidBenchmark.randomUuid", Contender.NOTHING, threads);
        }
    }

    private void other(String label, String benchmark, Contender contender, int threads)
            throws IOException, RunnerException {
        ThroughputResult figures = throughput.of(benchmark, contender, threads);
        files.row(figures.csv("other", label.replace(",", ""), threads) + disturbed());
        String cell =
                String.format(Locale.ROOT, "%.2f M, %.2f ns", figures.idsPerSecond() / 1e6, figures.processorNanos());
        files.tableRow(List.of(label, Integer.toString(threads), cell, figures.bytesCell()));
    }

    /** By how much, since it was asked before. */
    private String disturbed() {
        ProcessorUsage now = ProcessorUsage.now();
        double percent = now.othersPercentSince(atLastRow);
        atLastRow = now;
        return String.format(Locale.ROOT, ",%.1f", percent);
    }
}
