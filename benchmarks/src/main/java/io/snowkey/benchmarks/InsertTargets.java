// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The targets of inserts. */
final class InsertTargets {

    private static final String PART = "inserts";

    private final CsvTable inserts = CsvTable.read("inserts");
    private final CsvTable index = CsvTable.read("index");
    private final List<Target> targets = new ArrayList<>();

    private InsertTargets() throws IOException {}

    static List<Target> all() throws IOException {
        InsertTargets all = new InsertTargets();
        for (DatabaseServer server : DatabaseServer.values()) {
            all.of(server);
        }
        return all.targets;
    }

    private void of(DatabaseServer server) {
        CsvTable here = inserts.where("database", server.csv());
        here.where("key", "SNOWKEY").rows().forEach(row -> ratio(server, row));
        CsvTable far = here.where(Map.of("network_ms", "1", "batch", "500"));
        if (!far.isEmpty()) {
            roundTrips(server, here.where("network_ms", "1"));
            lead(server, far, "IDENTITY", 50);
            lead(server, far, "SEQUENCE_50", 2);
        }
        CsvTable one = index.where(Map.of("database", server.csv(), "workers", "1"));
        if (!one.isEmpty()) {
            double bytes = one.where("key", "Snowkey").number("bytes");
            targets.add(Target.atMost(
                    PART,
                    server.label() + ", index of 1 worker to the sequence's: <= 1.01",
                    1.01,
                    bytes / one.where("key", "SEQUENCE 50").number("bytes"),
                    "%.3f"));
        }
    }

    private void ratio(DatabaseServer server, CsvTable.Row row) {
        String column = "batch " + row.text("batch") + (row.text("rewrite").equals("true") ? " + rewrite" : "") + ", "
                + row.text("network_ms") + " ms";
        targets.add(new Target(
                PART,
                server.label() + ", " + column + ", rows/s to assigned ids: >= 0.98",
                String.format(
                        Locale.ROOT,
                        "%.3f (%.2f to %.2f)",
                        row.number("ratio"),
                        row.number("ratio_q1"),
                        row.number("ratio_q3")),
                row.number("ratio") >= 0.98));
    }

    private void roundTrips(DatabaseServer server, CsvTable far) {
        double most = far.where("key", "SNOWKEY")
                .rows()
                .mapToDouble(row -> row.number("round_trips")
                        - far.where(Map.of("key", "ASSIGNED", "batch", row.text("batch")))
                                .number("round_trips"))
                .max()
                .orElse(Double.NaN);
        targets.add(Target.atMost(PART, server.label() + ", round trips for ids: 0", 0, most, "%.0f"));
    }

    private void lead(DatabaseServer server, CsvTable far, String other, int times) {
        targets.add(Target.atLeast(
                PART,
                server.label() + ", batch 500 + rewrite, 1 ms, rows/s to " + other.replace('_', ' ') + ": >= " + times,
                times,
                far.where("key", "SNOWKEY").number("rows_per_s")
                        / far.where("key", other).number("rows_per_s"),
                "%.1f"));
    }
}
