// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs {@link Latency} for each contender, each in a JVM of its own. */
final class LatencyTable {

    /** Those that targets are about, measured several times by turns. */
    private static final List<Contender> MAIN = List.of(Contender.NOTHING, Contender.FLOOR, Contender.SNOWKEY);

    private static final List<Contender> PEERS = List.of(
            Contender.COSID,
            Contender.HUTOOL,
            Contender.MYBATIS_PLUS,
            Contender.YITTER,
            Contender.AGRONA,
            Contender.HYPERSISTENCE_TSID,
            Contender.TSID_CREATOR,
            Contender.UUID_CREATOR_V7,
            Contender.RANDOM_UUID);

    /** These share a JVM and take turns: JVMs differ by more than the few steps of the clock that decide here. */
    static final List<Contender> BY_TURNS = List.of(Contender.FLOOR, Contender.SLEEPER, Contender.SNOWKEY);

    static final String TURNS = "saturated by turns";

    static final String TAIL = "p99.9_ns";
    private static final List<String> FIGURES = List.of("p50_ns", "p99_ns", TAIL, "p99.99_ns", "max_ns");

    private final RunLength runLength;
    private final ResultFiles raw =
            new ResultFiles("latency", "group,contender,threads,run," + String.join(",", FIGURES));

    LatencyTable(RunLength runLength) {
        this.runLength = runLength;
    }

    void run(ResultFiles files) throws IOException, InterruptedException {
        files.tableHead(List.of("one call, 41/10/12 or no limit", "threads", "p50", "p99", "p99.9", "p99.99", "max"));
        rows(files, "saturated", 1, 0, 3);
        turns(files, 9);
        rows(files, "saturated", 8, 0, 3);
        rows(files, "100,000 ids/s", 1, Latency.PACE_NANOS, 5);
    }

    private void rows(ResultFiles files, String group, int threads, long paceNanos, int runs)
            throws IOException, InterruptedException {
        String name = group.replace(",", "");
        for (int run = 0; run < runs; run++) {
            for (Contender contender : MAIN) {
                row(name, contender, threads, run, measure(contender.name(), threads, paceNanos));
            }
        }
        for (Contender contender : PEERS) {
            row(name, contender, threads, 0, measure(contender.name(), threads, paceNanos));
        }
        table(files, group, threads, Stream.concat(MAIN.stream(), PEERS.stream()));
    }

    private void turns(ResultFiles files, int runs) throws IOException, InterruptedException {
        String names = BY_TURNS.stream().map(Contender::name).collect(Collectors.joining(","));
        for (int run = 0; run < runs; run++) {
            String[] figures = measure(names, 1, 0).split(",", -1);
            for (int i = 0; i < BY_TURNS.size(); i++) {
                row(
                        TURNS,
                        BY_TURNS.get(i),
                        1,
                        run,
                        String.join(",", List.of(figures).subList(i * FIGURES.size(), (i + 1) * FIGURES.size())));
            }
        }
        table(files, TURNS, 1, BY_TURNS.stream());
    }

    private void row(String group, Contender contender, int threads, int run, String figures) throws IOException {
        raw.row(String.join(",", group, contender.name(), Integer.toString(threads), Integer.toString(run), figures));
    }

    private static void table(ResultFiles files, String group, int threads, Stream<Contender> contenders)
            throws IOException {
        CsvTable all = CsvTable.read("latency")
                .where(Map.of("group", group.replace(",", ""), "threads", Integer.toString(threads)));
        for (Contender contender : contenders.toList()) {
            CsvTable some = all.where("contender", contender.name());
            List<String> cells = new ArrayList<>(List.of(group + ": " + contender.label(), Integer.toString(threads)));
            FIGURES.forEach(figure -> cells.add(String.format(
                    Locale.ROOT, "%,.0f ns", some.quartiles(figure).median())));
            files.tableRow(cells);
        }
    }

    private String measure(String contenders, int threads, long paceNanos) throws IOException, InterruptedException {
        return Jvm.result(Jvm.start(
                List.of("-Xms256m", "-Xmx256m"),
                Latency.class,
                List.of(
                        contenders,
                        Integer.toString(threads),
                        Long.toString(paceNanos),
                        Integer.toString(runLength.latencyMillis()))));
    }
}
