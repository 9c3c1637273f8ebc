// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.openjdk.jmh.runner.RunnerException;

/** Throughput, processor time, allocation and latency of generators. */
final class GeneratorPart implements Part {

    private static final Set<Contender> LIMITED = EnumSet.range(Contender.FLOOR, Contender.AGRONA);
    private static final Set<Contender> UNLIMITED = EnumSet.range(Contender.FLOOR_21, Contender.TSID_CREATOR);
    private static final Set<Contender> OBSERVED =
            EnumSet.of(Contender.SNOWKEY_OBSERVED, Contender.SNOWKEY_21_OBSERVED);

    /** Whose shares of the limit are told apart by half a percent. */
    private static final Set<Contender> AT_LENGTH = EnumSet.of(Contender.FLOOR, Contender.SLEEPER, Contender.SNOWKEY);

    private final Effort effort;
    private final Throughput throughput;
    private final Paper paper = new Paper("generator", Figures.CSV_HEADER + ",others_percent");
    private Disturbance atLastRow = Disturbance.now();

    GeneratorPart(Effort effort) {
        this.effort = effort;
        this.throughput = new Throughput(effort);
    }

    @Override
    public void run() throws IOException, InterruptedException, RunnerException {
        paper.heading("Generators", Machine.versions());
        String layouts = "ids/s, processor time per id";
        List<Integer> threads = new ArrayList<>(effort.threads());
        if (effort.manyThreads()) {
            threads.add(64);
        }
        table("limit", "41/10/12: " + layouts, LIMITED, threads, effort.forks());
        table("no limit", "41/1/21 or no limit: " + layouts, UNLIMITED, effort.threads(), 2 * effort.forks());
        others();
        saturations();
        new LatencyTable(effort).run(paper);
        paper.print();
    }

    private void table(String group, String title, Set<Contender> contenders, List<Integer> columns, int forks)
            throws IOException, RunnerException {
        List<List<String>> rows = new ArrayList<>();
        for (Contender contender : contenders) {
            rows.add(new ArrayList<>(List.of(contender.label())));
        }
        List<Double> bytes = new ArrayList<>();
        for (int threads : columns) {
            int row = 0;
            for (Contender contender : contenders) { // one after the other: what disturbs them, disturbs all alike
                List<String> cells = rows.get(row++);
                if (threads > 8 && OBSERVED.contains(contender)) {
                    cells.add("");
                    continue;
                }
                Figures figures = throughput.ofIds(contender, threads, forks);
                row(figures.csv(group, contender.name(), threads));
                cells.add(figures.cell());
                if (threads == 1) {
                    bytes.add(figures.bytes());
                }
            }
        }
        List<String> head = new ArrayList<>(List.of(title));
        columns.forEach(threads -> head.add(threads + (threads == 1 ? " thread" : " threads")));
        head.add("allocated per id");
        paper.tableHead(head);
        for (int row = 0; row < rows.size(); row++) {
            rows.get(row).add(String.format(Locale.ROOT, "%.1f B", bytes.get(row)));
            paper.tableRow(rows.get(row));
        }
    }

    private void others() throws IOException, RunnerException {
        paper.tableHead(List.of("others", "threads", "ids/s, processor time per id", "allocated per id"));
        other("floor: clock read", "Ids.id", Contender.CLOCK, 1);
        for (int threads : List.of(1, 8)) {
            other("Snowkey nextIds(1000), 41/10/12", "Batches.limited", Contender.SNOWKEY, threads);
            other("Snowkey nextIds(1000), 41/1/21", "Batches.unlimited", Contender.SNOWKEY_21, threads);
        }
        for (int threads : effort.threads()) {
            other("uuid-creator v7, fast", "Uuids.uuidCreatorV7", Contender.NOTHING, threads);
            other("UUID.randomUUID", "Uuids.randomUuid", Contender.NOTHING, threads);
        }
    }

    private void saturations() throws IOException, InterruptedException {
        List<Integer> columns = List.of(1, 2, 8, 64);
        saturation("threads limit", "threads, 41/10/12", AT_LENGTH, columns);
        if (Runtime.version().feature() >= 21) {
            saturation("virtual limit", "virtual threads, 41/10/12", LIMITED, columns);
            saturation("virtual no limit", "virtual threads, 41/1/21 or no limit", UNLIMITED, List.of(8));
        }
    }

    private void saturation(String group, String title, Set<Contender> contenders, List<Integer> columns)
            throws IOException, InterruptedException {
        List<String> head = new ArrayList<>(List.of(title + ": ids/s, processor time per id, allocated per id"));
        columns.forEach(threads -> head.add(Integer.toString(threads)));
        paper.tableHead(head);
        for (Contender contender : contenders) {
            if (OBSERVED.contains(contender)) {
                continue;
            }
            List<String> cells = new ArrayList<>(List.of(contender.label()));
            for (int threads : columns) {
                Figures figures = Figures.parse(Jvm.result(Jvm.start(
                        List.of("-Xms256m", "-Xmx256m"),
                        Saturation.class,
                        List.of(
                                contender.name(),
                                Integer.toString(threads),
                                group.startsWith("virtual") ? "virtual" : "platform",
                                Integer.toString(effort.latencyMillis()),
                                AT_LENGTH.contains(contender) ? "5" : "2"))));
                row(figures.csv(group, contender.name(), threads));
                cells.add(figures.cell() + String.format(Locale.ROOT, ", %.1f B", figures.bytes()));
            }
            paper.tableRow(cells);
        }
    }

    private void other(String label, String benchmark, Contender contender, int threads)
            throws IOException, RunnerException {
        note(label, threads, throughput.of(benchmark, contender, threads));
    }

    private void note(String label, int threads, Figures figures) throws IOException {
        row(figures.csv("other", label.replace(",", ""), threads));
        String cell =
                String.format(Locale.ROOT, "%.2f M, %.2f ns", figures.idsPerSecond() / 1e6, figures.processorNanos());
        String bytes = String.format(Locale.ROOT, "%.1f B", figures.bytes());
        paper.tableRow(List.of(label, Integer.toString(threads), cell, bytes));
    }

    private void row(String figures) throws IOException {
        Disturbance now = Disturbance.now();
        paper.row(figures + String.format(Locale.ROOT, ",%.1f", now.percentSince(atLastRow)));
        atLastRow = now;
    }
}
