// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the charts of a run from its raw data. */
final class Charts {

    private Charts() {}

    static void write() throws IOException {
        generators(
                "threads limit", "generator-processor-time", "Processor time per id at the limit of 41/10/12", "ns", 1);
        generators(
                "no limit", "generator-throughput", "Where the layout does not limit: 41/1/21", "million ids/s", 1e-6);
        latency();
        inserts();
        roundTrips();
        index();
        variations();
        leases();
        load();
        recovery();
        startup();
    }

    private static void generators(String group, String file, String title, String axis, double scale)
            throws IOException {
        BarChart chart = new BarChart(title, axis, scale == 1 ? "0" : "0.0", false);
        String column = scale == 1 ? "processor_ns_per_id" : "ids_per_s";
        CsvTable.read("generator").where("group", group).rows().forEach(row -> {
            String threads = row.text("threads");
            if (!threads.equals("64")) {
                String label = Contender.valueOf(row.text("contender")).label();
                chart.add(threads + (threads.equals("1") ? " thread" : " threads"), label, scale * row.number(column));
            }
        });
        chart.write(file);
    }

    private static void latency() throws IOException {
        BarChart chart = new BarChart(
                "One call, 1 thread, as fast as it can, two readings of the clock included",
                "ns, logarithmic",
                "0",
                true);
        CsvTable saturated = CsvTable.read("latency").where(Map.of("group", "saturated", "threads", "1"));
        for (String figure : List.of("p50", "p99.9", "p99.99")) {
            for (String contender : saturated
                    .rows()
                    .map(row -> row.text("contender"))
                    .distinct()
                    .toList()) {
                double nanos = saturated
                        .where("contender", contender)
                        .quartiles(figure + "_ns")
                        .median();
                chart.add(figure, Contender.valueOf(contender).label(), nanos);
            }
        }
        chart.write("generator-latency");
    }

    private static void inserts() throws IOException {
        BarChart chart = new BarChart(
                "Inserts on PostgreSQL, rows per second to those with assigned ids", "ratio", "0.00", false);
        postgresqlInserts().rows().forEach(row -> {
            String column = "batch " + row.text("batch")
                    + (row.text("rewrite").equals("true") ? " + rewrite" : "") + ", "
                    + row.text("network_ms") + " ms of network";
            chart.add(column, KeySource.valueOf(row.text("key")).label(), row.number("ratio"));
        });
        chart.write("inserts-ratio");
    }

    private static CsvTable postgresqlInserts() throws IOException {
        return CsvTable.read("inserts").where("database", DatabaseServer.POSTGRESQL.csv());
    }

    private static void roundTrips() throws IOException {
        BarChart chart = new BarChart(
                "Round trips of a transaction of 500 rows, PostgreSQL", "round trips, logarithmic", "0", true);
        postgresqlInserts().where("network_ms", "1").rows().forEach(row -> {
            String column = "batch " + row.text("batch") + (row.text("rewrite").equals("true") ? " + rewrite" : "");
            chart.add(column, KeySource.valueOf(row.text("key")).label(), row.number("round_trips"));
        });
        chart.write("inserts-round-trips");
    }

    private static void index() throws IOException {
        BarChart chart = new BarChart("Primary key of PostgreSQL, size after all rows", "MB", "0.0", false);
        CsvTable.read("index")
                .where("database", DatabaseServer.POSTGRESQL.csv())
                .rows()
                .forEach(row -> {
                    String workers = row.text("workers");
                    if (!row.text("key").startsWith("Snowkey:")) {
                        chart.add(
                                workers + (workers.equals("1") ? " worker" : " workers at once"),
                                row.text("key"),
                                row.number("bytes") / 1e6);
                    }
                });
        chart.write("index-size");
    }

    private static void variations() throws IOException {
        BarChart chart = new BarChart(
                "What changes the primary key of PostgreSQL, one thing at a time", "percent of leaves", "0", false);
        CsvTable index = CsvTable.read("index").where("database", DatabaseServer.POSTGRESQL.csv());
        index.rows()
                .filter(row ->
                        row.text("workers").equals("8") || row.text("key").startsWith("Snowkey:"))
                .forEach(row -> chart.add("leaves full", row.text("key"), row.number("leaf_fill_percent")));
        chart.write("index-variations");
    }

    private static void leases() throws IOException {
        BarChart chart =
                new BarChart("Until all leases asked for at once are there, pool of 10", "ms, logarithmic", "0", true);
        for (DatabaseServer server : DatabaseServer.values()) {
            CsvTable leases = CsvTable.read("registry").where(Map.of("measure", "lease_ms", "database", server.csv()));
            for (String workers :
                    leases.rows().map(row -> row.text("workers")).distinct().toList()) {
                double millis =
                        leases.where("workers", workers).quartiles("value").median();
                chart.add(server.label(), workers + (workers.equals("1") ? " lease" : " leases"), millis);
            }
        }
        chart.write("registry-leases");
    }

    private static void startup() throws IOException {
        BarChart chart = new BarChart("Until a Spring Boot application with JPA is ready", "ms", "0", false);
        CsvTable startup = CsvTable.read("startup");
        for (String variant :
                startup.rows().map(row -> row.text("variant")).distinct().toList()) {
            String label = variant.toLowerCase(Locale.ROOT).replace('_', ' ');
            chart.add(
                    "ready",
                    label,
                    startup.where("variant", variant).quartiles("ms").median());
        }
        chart.write("startup");
    }

    private static void load() throws IOException {
        BarChart chart = new BarChart(
                "What live workers cost PostgreSQL, with a heartbeat each 10 s", "percent of one core", "0.00", false);
        CsvTable.read("registry")
                .where("measure", "load_percent")
                .rows()
                .forEach(row -> chart.add("load", row.text("workers") + " workers", row.number("value")));
        chart.write("registry-load");
    }

    private static void recovery() throws IOException {
        BarChart chart = new BarChart("Until all workers issue ids again, PostgreSQL", "seconds", "0.0", false);
        CsvTable registry = CsvTable.read("registry");
        Map<String, String> labels = Map.of(
                "reuse_last_s",
                "after SIGKILL: ttl 2 s, reservation 3 s",
                "outage_last_s",
                "after the end of an outage: heartbeat " + OutageRecovery.HEARTBEAT.toSeconds() + " s");
        for (String measure : List.of("reuse_last_s", "outage_last_s")) {
            registry.where("measure", measure)
                    .rows()
                    .forEach(row -> chart.add(
                            labels.getOrDefault(measure, measure),
                            row.text("workers") + " workers",
                            row.number("value")));
        }
        chart.write("registry-recovery");
    }
}
