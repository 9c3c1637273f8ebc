// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final List<String> FIGURES = List.of("p50_ns", "p99_ns", "p99.9_ns", "p99.99_ns", "max_ns");

    private final Effort effort;
    private final Paper raw = new Paper("latency", "group,contender,threads,run," + String.join(",", FIGURES));

    LatencyTable(Effort effort) {
        this.effort = effort;
    }

    void run(Paper paper) throws IOException, InterruptedException {
        paper.tableHead(List.of("one call, 41/10/12 or no limit", "threads", "p50", "p99", "p99.9", "p99.99", "max"));
        rows(paper, "saturated", 1, 0, 9); // two of them differ by more than Snowkey and the floor
        rows(paper, "saturated", 8, 0, 3);
        rows(paper, "100,000 ids/s", 1, Latency.PACE_NANOS, 5);
    }

    private void rows(Paper paper, String group, int threads, long paceNanos, int runs)
            throws IOException, InterruptedException {
        String name = group.replace(",", "");
        for (int run = 0; run < runs; run++) {
            for (Contender contender : MAIN) {
                raw.row(name + "," + contender.name() + "," + threads + "," + run + ","
                        + measure(contender, threads, paceNanos));
            }
        }
        for (Contender contender : PEERS) {
            raw.row(name + "," + contender.name() + "," + threads + ",0," + measure(contender, threads, paceNanos));
        }
        Csv all = Csv.read("latency").where(Map.of("group", name, "threads", Integer.toString(threads)));
        for (Contender contender : Stream.concat(MAIN.stream(), PEERS.stream()).toList()) {
            Csv some = all.where("contender", contender.name());
            List<String> cells = new ArrayList<>(List.of(group + ": " + contender.label(), Integer.toString(threads)));
            FIGURES.forEach(figure -> cells.add(
                    String.format(Locale.ROOT, "%,.0f ns", some.sample(figure).median())));
            paper.tableRow(cells);
        }
    }

    private String measure(Contender contender, int threads, long paceNanos) throws IOException, InterruptedException {
        return Jvm.result(Jvm.start(
                List.of("-Xms256m", "-Xmx256m"),
                Latency.class,
                List.of(
                        contender.name(),
                        Integer.toString(threads),
                        Long.toString(paceNanos),
                        Integer.toString(effort.latencyMillis()))));
    }
}
