// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Computes the figures in the text of the page, by name, from the raw data. */
final class PageValues {

    private final Map<String, String> all = new LinkedHashMap<>();

    private final CsvTable ids = CsvTable.read("generator");
    private final CsvTable latency = CsvTable.read("latency");
    private final CsvTable inserts = CsvTable.read("inserts");
    private final CsvTable index = CsvTable.read("index");
    private final CsvTable ranges = CsvTable.read("time-range");
    private final CsvTable registry = CsvTable.read("registry");
    private final CsvTable startup = CsvTable.read("startup");

    private PageValues() throws IOException {}

    static Map<String, String> all() throws IOException {
        PageValues findings = new PageValues();
        findings.runs();
        findings.generators();
        findings.inserts();
        findings.index();
        findings.registry();
        findings.startup();
        return findings.all;
    }

    private void put(String name, String format, Object... values) {
        all.put(name, String.format(Locale.ROOT, format, values));
    }

    private void runs() throws IOException {
        double seconds = 0;
        for (String part : BenchmarkSuite.PARTS) {
            double each = CsvTable.read(part + "-run").number("seconds");
            put(part + " minutes", "%.0f", each / 60);
            seconds += each;
        }
        put("minutes", "%.0f", seconds / 60);
    }

    private void generators() {
        CsvTable limit = ids.where("group", "threads limit");
        CsvTable free = ids.where("group", "no limit");
        double floor = rate(free, "FLOOR_21", 1);
        put("floor ns", "%.1f", 1e9 / floor);
        put("snowkey ns", "%.1f", 1e9 / rate(free, "SNOWKEY_21", 1));
        put(
                "clock ns",
                "%.1f",
                1e9 / ids.where("contender", "floor: clock read").number("ids_per_s"));
        put(
                "batch ns",
                "%.2f",
                1e9
                        / ids.where(Map.of("contender", "Snowkey nextIds(1000) 41/1/21", "threads", "1"))
                                .number("ids_per_s"));
        put("turns", "%s", turns());
        put("shares", "%s", shares("threads limit", "SNOWKEY"));
        put("sleeper's shares", "%s", shares("threads limit", "SLEEPER"));
        put("processor ns", "%.0f", one(limit, "SNOWKEY", 1).number("processor_ns_per_id"));
        List<Double> peers = EnumSet.range(Contender.COSID, Contender.AGRONA).stream()
                .map(peer -> one(limit, peer.name(), 1).number("processor_ns_per_id"))
                .sorted()
                .toList();
        put("peers' processor ns", "%.0f to %.0f", peers.get(0), peers.get(peers.size() - 1));
        put("to floor 1", "%.2f", rate(free, "SNOWKEY_21", 1) / floor);
        put("to floor 2", "%.1f", rate(free, "SNOWKEY_21", 2) / rate(free, "FLOOR_21", 2));
        put("to floor 8", "%.1f", rate(free, "SNOWKEY_21", 8) / rate(free, "FLOOR_21", 8));
        put("virtual shares", "%s", shares("virtual limit", "SNOWKEY"));
        put("virtual sleeper's shares", "%s", shares("virtual limit", "SLEEPER"));
    }

    /** Of the limit, in percent, with 1, 2, 8 and 64 threads. */
    private String shares(String group, String contender) {
        return ids.where(Map.of("group", group, "contender", contender))
                .rows()
                .map(row -> String.format(Locale.ROOT, "%.1f", 100 * row.number("ids_per_s") / GeneratorTargets.LIMIT))
                .collect(Collectors.joining(" / "));
    }

    private static CsvTable one(CsvTable rows, String contender, int threads) {
        return rows.where(Map.of("contender", contender, "threads", Integer.toString(threads)));
    }

    private static double rate(CsvTable rows, String contender, int threads) {
        return one(rows, contender, threads).number("ids_per_s");
    }

    private void inserts() {
        CsvTable postgresql =
                inserts.where("database", DatabaseServer.POSTGRESQL.csv()).where("network_ms", "1");
        CsvTable bulk = postgresql.where("batch", "500");
        double rows = bulk.where("key", "SNOWKEY").number("rows_per_s");
        put(
                "round trips 50",
                "%.0f",
                postgresql.where(Map.of("batch", "50", "key", "SNOWKEY")).number("round_trips"));
        put("round trips 500", "%.0f", bulk.where("key", "SNOWKEY").number("round_trips"));
        put("times identity", "%.0f", rows / bulk.where("key", "IDENTITY").number("rows_per_s"));
        put("times sequence", "%.1f", rows / bulk.where("key", "SEQUENCE_50").number("rows_per_s"));
    }

    private void index() {
        CsvTable postgresql = index.where("database", DatabaseServer.POSTGRESQL.csv());
        CsvTable mariadb = index.where("database", DatabaseServer.MARIADB.csv()).where("workers", "8");
        put(
                "index of 1",
                "%.1f",
                postgresql.where(Map.of("key", "Snowkey", "workers", "1")).number("bytes") / 1e6);
        put(
                "index of 8",
                "%.1f",
                postgresql.where(Map.of("key", "Snowkey", "workers", "8")).number("bytes") / 1e6);
        put("fill at paces", "%s", fills(postgresql, "20000 rows per second in all", "50000 rows per second in all"));
        put("fill by rows", "%s", fills(postgresql, "1 row per transaction", "10 rows per transaction"));
        put("fill by workers", "%s", fills(postgresql, "2 workers", "4 workers", "", "16 workers"));
        put("fill by order", "%s", fills(postgresql, "", "sequence before worker"));
        put("fill by tick", "%s", fills(postgresql, "tick 10 ms", "tick 10 ms sequence before worker"));
        put(
                "fill by fill factor",
                "%s",
                fills(postgresql, "fill factor 100", "", "fill factor 80", "fill factor 70", "fill factor 60"));
        put("mariadb fill", "%.0f", mariadb.where("key", "Snowkey").number("leaf_fill_percent"));
        put(
                "mariadb fill of sequence",
                "%.0f",
                mariadb.where("key", "SEQUENCE 50").number("leaf_fill_percent"));
        put("mariadb fill of v4", "%.0f", mariadb.where("key", "UUID v4").number("leaf_fill_percent"));
        for (DatabaseServer server : DatabaseServer.values()) {
            CsvTable here = ranges.where("database", server.csv());
            put(
                    server.csv() + " range",
                    "%.2f",
                    here.where("by", "key").quartiles("milliseconds").median()
                            / here.where("by", "timestamp")
                                    .quartiles("milliseconds")
                                    .median());
        }
    }

    /** Of variations, in percent; that without a name is the usual one, with 8 workers. */
    private static String fills(CsvTable postgresql, String... variations) {
        return Stream.of(variations)
                .map(variation -> variation.isEmpty()
                        ? postgresql.where(Map.of("key", "Snowkey", "workers", "8"))
                        : postgresql.where("key", "Snowkey: " + variation))
                .map(row -> String.format(Locale.ROOT, "%.0f", row.number("leaf_fill_percent")))
                .collect(Collectors.joining(" / "));
    }

    /** Floor, floor that sleeps, Snowkey. */
    private String turns() {
        return LatencyTable.BY_TURNS.stream()
                        .map(contender ->
                                latency.where(Map.of("group", LatencyTable.TURNS, "contender", contender.name())))
                        .map(rows -> String.format(
                                Locale.ROOT,
                                "%.0f",
                                rows.quartiles(LatencyTable.TAIL).median()))
                        .collect(Collectors.joining(" / "))
                + " ns";
    }

    private void registry() {
        for (int workers : List.of(16, 1024)) {
            put("leases " + workers, "%,.0f ms", registry("lease_ms", workers));
            put("load " + workers, "%.2f %%", registry("load_percent", workers));
            put("reuse " + workers, "%.1f s", registry("reuse_last_s", workers));
            put("outage " + workers, "%.1f s", registry("outage_last_s", workers));
        }
        put("outage floor", "%.1f s", registry("outage_floor_last_s", 1024));
        put("lease round trips", "%.0f", registry("lease_round_trips", 1));
        put(
                "mariadb lease round trips",
                "%.0f",
                registry.where(Map.of("measure", "lease_round_trips", "database", DatabaseServer.MARIADB.csv()))
                        .number("value"));
    }

    private double registry(String measure, int workers) {
        return registry.where(Map.of(
                        "measure",
                        measure,
                        "database",
                        DatabaseServer.POSTGRESQL.csv(),
                        "workers",
                        Integer.toString(workers)))
                .quartiles("value")
                .median();
    }

    private void startup() throws IOException {
        put(
                "start ms",
                "%,.0f",
                startup.where("variant", "WITHOUT").quartiles("ms").median());
        put("start adds ms", "%.0f", StartupTargets.added(startup, "WITH").median());
        put("start adds statements", "%.0f", StartupTargets.addedStatements());
    }
}
