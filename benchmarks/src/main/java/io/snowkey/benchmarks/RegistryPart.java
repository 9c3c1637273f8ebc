// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Leases, heartbeats, the load they put on a database, and what happens after a crash or an outage. */
final class RegistryPart implements Part {

    /** How it all grows. */
    private static final List<Integer> WORKERS = List.of(16, 64, 256, 1024);

    private final Effort effort;
    private final Paper paper = new Paper("registry", "measure,database,workers,value,unit");

    RegistryPart(Effort effort) {
        this.effort = effort;
    }

    @Override
    public void run() throws IOException, SQLException, InterruptedException {
        paper.heading("Registry", Machine.databaseVersions());
        for (Server server : Server.values()) {
            paper.line(server.describe(server.newDatabase()) + ".");
            paper.line("");
        }
        leases();
        largeNamespaces();
        heartbeats();
        load();
        crashes();
        outages();
        paper.print();
    }

    private void leases() throws IOException, SQLException, InterruptedException {
        paper.tableHead(List.of(
                "leases asked for at once, pool of 10, median of " + effort.repetitions(),
                "1",
                "16",
                "64",
                "256",
                "1,024",
                "round trips of 1"));
        for (Server server : Server.values()) {
            Leases leases = new Leases(server);
            List<String> cells = new ArrayList<>(List.of(server.label()));
            for (int workers : List.of(1, 16, 64, 256, 1024)) {
                List<Double> each = new ArrayList<>();
                for (int i = 0; i < effort.repetitions(); i++) {
                    each.add(leases.millis(workers));
                    row("lease_ms", server, workers, each.get(i), "ms");
                }
                cells.add(String.format(Locale.ROOT, "%,.1f ms", Sample.of(each).median()));
            }
            double roundTrips = leases.roundTrips();
            row("lease_round_trips", server, 1, roundTrips, "round trips");
            cells.add(String.format(Locale.ROOT, "%.0f", roundTrips));
            paper.tableRow(cells);
        }
    }

    private void largeNamespaces() throws IOException, SQLException, InterruptedException {
        paper.tableHead(List.of(
                "leases in a namespace of 65,536 worker ids, pool of 10",
                "held before",
                "1, median of 25",
                "1,024 at once"));
        for (Server server : Server.values()) {
            for (int held : List.of(1_000, 10_000, 60_000)) {
                try (LargeNamespace namespace = LargeNamespace.of(server, held)) {
                    List<Double> each = new ArrayList<>();
                    for (int i = 0; i < 25; i++) {
                        each.add(namespace.millis(1));
                    }
                    double one = Sample.of(each).median();
                    double herd = namespace.millis(1024);
                    row("large_lease_ms", server, held, one, "ms");
                    row("large_herd_ms", server, held, herd, "ms");
                    paper.tableRow(List.of(
                            server.label(),
                            String.format(Locale.ROOT, "%,d", held),
                            String.format(Locale.ROOT, "%,.1f ms", one),
                            String.format(Locale.ROOT, "%,.1f ms", herd)));
                }
            }
        }
    }

    private void heartbeats() throws IOException, SQLException, InterruptedException {
        paper.tableHead(List.of("one heartbeat", "statements", "round trips", "answered within (median)"));
        for (Server server : Server.values()) {
            HeartbeatCost cost = HeartbeatCost.measure(server);
            row("heartbeat_statements", server, 1, cost.statements(), "statements");
            row("heartbeat_round_trips", server, 1, cost.roundTrips(), "round trips");
            row("heartbeat_ms", server, 1, cost.millis(), "ms");
            paper.tableRow(List.of(
                    server.label(),
                    String.format(Locale.ROOT, "%.2f", cost.statements()),
                    String.format(Locale.ROOT, "%.2f", cost.roundTrips()),
                    String.format(Locale.ROOT, "%.2f ms", cost.millis())));
        }
    }

    private void load() throws IOException, SQLException, InterruptedException {
        paper.tableHead(List.of(
                "live workers on PostgreSQL, a heartbeat each 10 s, for " + effort.loadSeconds() + " s",
                "processor time of the server, of one core",
                "heartbeats",
                "processor time of each"));
        for (int workers : List.of(0, 16, 64, 256, 1024)) {
            HeartbeatLoad load = HeartbeatLoad.measure(workers, Duration.ofSeconds(effort.loadSeconds()));
            row("load_percent", Server.POSTGRESQL, workers, load.percent(), "percent of a core");
            paper.tableRow(List.of(
                    Integer.toString(workers),
                    String.format(Locale.ROOT, "%.2f %%", load.percent()),
                    Long.toString(load.heartbeats()),
                    workers == 0 ? "" : String.format(Locale.ROOT, "%.0f us", load.microsEach())));
        }
    }

    private void crashes() throws IOException, SQLException, InterruptedException {
        paper.tableHead(List.of(
                "from SIGKILL of a process with all worker ids to their reuse; ttl 2 s, reservation 3 s",
                "first",
                "median",
                "last"));
        for (int workers : WORKERS) {
            Crash crash = Crash.measure(workers);
            recovery("reuse", workers, crash.firstSeconds(), crash.medianSeconds(), crash.lastSeconds());
        }
    }

    private void outages() throws IOException, SQLException, InterruptedException {
        paper.tableHead(List.of(
                "from the end of an outage that outlived the reservation to the next id; heartbeat "
                        + Outage.HEARTBEAT.toSeconds() + " s, a pool for each worker",
                "first",
                "median",
                "last"));
        for (int workers : WORKERS) {
            Outage outage = Outage.measure(workers);
            recovery("outage", workers, outage.firstSeconds(), outage.medianSeconds(), outage.lastSeconds());
        }
        int most = WORKERS.get(WORKERS.size() - 1);
        Outage floor = Outage.floor(most);
        recovery("outage_floor", most, floor.firstSeconds(), floor.medianSeconds(), floor.lastSeconds());
    }

    private void recovery(String after, int workers, double first, double median, double last) throws IOException {
        row(after + "_first_s", Server.POSTGRESQL, workers, first, "s");
        row(after + "_median_s", Server.POSTGRESQL, workers, median, "s");
        row(after + "_last_s", Server.POSTGRESQL, workers, last, "s");
        paper.tableRow(List.of(
                workers + (after.endsWith("floor") ? " (floor: SELECT 1 at the same pace)" : ""),
                String.format(Locale.ROOT, "%.2f s", first),
                String.format(Locale.ROOT, "%.2f s", median),
                String.format(Locale.ROOT, "%.2f s", last)));
    }

    private void row(String measure, Server server, int workers, double value, String unit) throws IOException {
        paper.row(String.format(Locale.ROOT, "%s,%s,%d,%.3f,%s", measure, server.csv(), workers, value, unit));
    }
}
