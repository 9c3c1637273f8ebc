// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.List;

/** Runs {@link Latency} for a few contenders, each in a JVM of its own. */
final class LatencyTable {

    private static final List<Contender> CONTENDERS =
            List.of(Contender.NOTHING, Contender.FLOOR, Contender.SNOWKEY, Contender.COSID, Contender.HUTOOL);

    private final Effort effort;

    LatencyTable(Effort effort) {
        this.effort = effort;
    }

    void run(Paper paper) throws IOException, InterruptedException {
        Paper raw = new Paper("latency", "group,contender,threads,p50_ns,p99_ns,p99.9_ns,p99.99_ns,max_ns");
        paper.tableHead(List.of("one call, 41/10/12", "threads", "p50", "p99", "p99.9", "p99.99", "max"));
        for (int threads : List.of(1, 8)) {
            for (Contender contender : CONTENDERS) {
                row(paper, raw, "saturated", contender, threads, 0);
            }
        }
        for (Contender contender : CONTENDERS) {
            row(paper, raw, "100,000 ids/s", contender, 1, Latency.PACE_NANOS);
        }
    }

    private void row(Paper paper, Paper raw, String group, Contender contender, int threads, long paceNanos)
            throws IOException, InterruptedException {
        String figures = measure(contender, threads, paceNanos);
        raw.row(group.replace(",", "") + "," + contender.name() + "," + threads + "," + figures);
        String[] each = figures.split(",", -1);
        paper.tableRow(List.of(
                group + ": " + contender.label(),
                Integer.toString(threads),
                nanos(each[0]),
                nanos(each[1]),
                nanos(each[2]),
                nanos(each[3]),
                nanos(each[4])));
    }

    private String measure(Contender contender, int threads, long paceNanos) throws IOException, InterruptedException {
        return Jvm.result(Jvm.start(
                List.of("-Xms256m", "-Xmx256m"),
                Latency.class,
                List.of(
                        contender.name(),
                        Integer.toString(threads),
                        Long.toString(paceNanos),
                        Integer.toString(effort.iterationMillis()))));
    }

    private static String nanos(String figure) {
        return figure + " ns";
    }
}
