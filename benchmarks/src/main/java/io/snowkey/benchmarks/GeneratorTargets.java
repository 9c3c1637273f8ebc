// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The targets of the generators. */
final class GeneratorTargets {

    private static final String PART = "generator";
    static final double LIMIT = 4_096_000;
    /** What nanoTime counts in here: latencies differ by whole ones, and a nanosecond more is its rounding. */
    private static final double CLOCK_STEP_NANOS = 10;

    private final CsvTable ids = CsvTable.read("generator");
    private final CsvTable latency = CsvTable.read("latency");
    private final List<Target> targets = new ArrayList<>();

    private GeneratorTargets() throws IOException {}

    static List<Target> all() throws IOException {
        GeneratorTargets all = new GeneratorTargets();
        if (!all.ids.isEmpty()) {
            all.limited();
            all.unlimited();
            all.latency();
            all.batches();
        }
        return all.targets;
    }

    private void limited() {
        for (String kind : List.of("threads", "virtual threads")) {
            String group = kind.startsWith("virtual") ? "virtual limit" : "threads limit";
            ids.where(Map.of("group", group, "contender", "SNOWKEY")).rows().forEach(row -> share(row, kind));
        }
        // Of the very seconds whose share counts: a generator that spins all the time has it easy with that one.
        double nanos = ids.where(Map.of("group", "threads limit", "contender", "SNOWKEY", "threads", "1"))
                .number("processor_ns_per_id");
        targets.add(
                Target.atMost(PART, "processor time per id at the limit, 1 thread: <= 80 ns", 80, nanos, "%.0f ns"));
        tail();
    }

    /** Of those that took turns in one JVM: the median of the differences, for JVMs differ by more. */
    private void tail() {
        CsvTable turns = latency.where("group", LatencyTable.TURNS);
        CsvTable floor = turns.where("contender", "FLOOR");
        CsvTable snowkey = turns.where("contender", "SNOWKEY");
        double more = snowkey.above(floor, LatencyTable.TAIL).median();
        targets.add(new Target(
                PART,
                "p99.9 at the limit, 1 thread, above the floor's by turns: at most a step of the clock, 10 ns",
                String.format(
                        Locale.ROOT,
                        "%.0f ns (%.0f ns, floor %.0f ns)",
                        more,
                        snowkey.quartiles(LatencyTable.TAIL).median(),
                        floor.quartiles(LatencyTable.TAIL).median()),
                Math.round(more / CLOCK_STEP_NANOS) <= 1));
    }

    private void share(CsvTable.Row row, String what) {
        targets.add(Target.atLeast(
                PART,
                "share of the layout's limit, " + row.text("threads") + " "
                        + (row.text("threads").equals("1") ? what.replace("threads", "thread") : what) + ": >= 99.5 %",
                99.5,
                100 * row.number("ids_per_s") / LIMIT,
                "%.1f %%"));
    }

    private void unlimited() {
        CsvTable all = ids.where("group", "no limit");
        CsvTable one = all.where("threads", "1");
        targets.add(Target.atLeast(
                PART,
                "41/1/21, 1 thread, to clock + compare-and-set: >= 0.95",
                0.95,
                rate(one, "SNOWKEY_21") / rate(one, "FLOOR_21"),
                "%.2f"));
        for (String threads : List.of("2", "8")) {
            CsvTable some = all.where("threads", threads);
            double best = some.rows()
                    .filter(row -> !row.text("contender").startsWith("SNOWKEY")
                            && !row.text("contender").startsWith("FLOOR"))
                    .mapToDouble(row -> row.number("ids_per_s"))
                    .max()
                    .orElse(Double.NaN);
            if (!some.isEmpty()) {
                targets.add(Target.atLeast(
                        PART,
                        "41/1/21, " + threads + " threads, to the best peer: >= 1",
                        1,
                        rate(some, "SNOWKEY_21") / best,
                        "%.2f"));
            }
        }
        targets.add(
                Target.atMost(PART, "allocated per id: 0 B", 0.05, rate(one, "SNOWKEY_21", "bytes_per_id"), "%.2f B"));
    }

    private static double rate(CsvTable rows, String contender) {
        return rate(rows, contender, "ids_per_s");
    }

    private static double rate(CsvTable rows, String contender, String column) {
        return rows.where("contender", contender).number(column);
    }

    private void latency() {
        CsvTable paced = latency.where("group", "100000 ids/s");
        CsvTable snowkey = paced.where("contender", "SNOWKEY");
        CsvTable nothing = paced.where("contender", "NOTHING");
        double median = snowkey.quartiles("p50_ns").median();
        double clock = nothing.quartiles("p50_ns").median();
        targets.add(new Target(
                PART,
                "100,000 ids/s, p50 above the clock's own: <= 60 ns",
                String.format(
                        Locale.ROOT, "%.0f ns (%.0f ns with the two readings of the clock)", median - clock, median),
                median - clock <= 60));
        targets.add(Target.atMost(
                PART,
                "100,000 ids/s, p99.9 above the clock's own: <= 1,000 ns",
                1000,
                snowkey.quartiles(LatencyTable.TAIL).median()
                        - nothing.quartiles(LatencyTable.TAIL).median(),
                "%.0f ns"));
    }

    private void batches() {
        double rate = ids.where(Map.of("contender", "Snowkey nextIds(1000) 41/1/21", "threads", "1"))
                .number("ids_per_s");
        targets.add(Target.atMost(PART, "nextIds(1000), 41/1/21: <= 2 ns per id", 2, 1e9 / rate, "%.2f ns"));
    }
}
