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

    private final RunLength runLength;
    private final ResultFiles files = new ResultFiles("registry", "measure,database,workers,value,unit");

    RegistryPart(RunLength runLength) {
        this.runLength = runLength;
    }

    @Override
    public void run() throws IOException, SQLException, InterruptedException {
        files.heading("Registry", Machine.databaseVersions());
        for (DatabaseServer server : DatabaseServer.values()) {
            files.line(server.describe(server.newDatabase()) + ".");
            files.line("");
        }
        leases();
        largeNamespaces();
        heartbeats();
        load();
        crashes();
        outages();
        files.print();
    }

    private void leases() throws IOException, SQLException, InterruptedException {
        files.tableHead(List.of(
                "leases asked for at once, pool of 10, median of " + runLength.repetitions(),
                "1",
                "16",
                "64",
                "256",
                "1,024",
                "round trips of 1"));
        for (DatabaseServer server : DatabaseServer.values()) {
            LeaseTimes leases = new LeaseTimes(server);
            List<String> cells = new ArrayList<>(List.of(server.label()));
            for (int workers : List.of(1, 16, 64, 256, 1024)) {
                List<Double> each = new ArrayList<>();
                for (int i = 0; i < runLength.repetitions(); i++) {
                    each.add(leases.millis(workers));
                    row("lease_ms", server, workers, each.get(i), "ms");
                }
                cells.add(String.format(
                        Locale.ROOT, "%,.1f ms", Quartiles.of(each).median()));
            }
            double roundTrips = leases.roundTrips();
            row("lease_round_trips", server, 1, roundTrips, "round trips");
            cells.add(String.format(Locale.ROOT, "%.0f", roundTrips));
            files.tableRow(cells);
        }
    }

    private void largeNamespaces() throws IOException, SQLException, InterruptedException {
        files.tableHead(List.of(
                "leases in a namespace of 65,536 worker ids, pool of 10",
                "held before",
                "1, median of 25",
                "1,024 at once"));
        for (DatabaseServer server : DatabaseServer.values()) {
            for (int held : List.of(1_000, 10_000, 60_000)) {
                try (LargeNamespace namespace = LargeNamespace.of(server, held)) {
                    List<Double> each = new ArrayList<>();
                    for (int i = 0; i < 25; i++) {
                        each.add(namespace.millis(1));
                    }
                    double one = Quartiles.of(each).median();
                    double herd = namespace.millis(1024);
                    row("large_lease_ms", server, held, one, "ms");
                    row("large_herd_ms", server, held, herd, "ms");
                    files.tableRow(List.of(
                            server.label(),
                            String.format(Locale.ROOT, "%,d", held),
                            String.format(Locale.ROOT, "%,.1f ms", one),
                            String.format(Locale.ROOT, "%,.1f ms", herd)));
                }
            }
        }
    }

    private void heartbeats() throws IOException, SQLException, InterruptedException {
        files.tableHead(List.of("one heartbeat", "statements", "round trips", "answered within (median)"));
        for (DatabaseServer server : DatabaseServer.values()) {
            HeartbeatCost cost = HeartbeatCost.measure(server);
            row("heartbeat_statements", server, 1, cost.statements(), "statements");
            row("heartbeat_round_trips", server, 1, cost.roundTrips(), "round trips");
            row("heartbeat_ms", server, 1, cost.millis(), "ms");
            files.tableRow(List.of(
                    server.label(),
                    String.format(Locale.ROOT, "%.2f", cost.statements()),
                    String.format(Locale.ROOT, "%.2f", cost.roundTrips()),
                    String.format(Locale.ROOT, "%.2f ms", cost.millis())));
        }
    }

    private void load() throws IOException, SQLException, InterruptedException {
        files.tableHead(List.of(
                "live workers on PostgreSQL, a heartbeat each 10 s, for " + runLength.loadSeconds() + " s",
                "processor time of the server, of one core",
                "heartbeats",
                "processor time of each"));
        for (int workers : List.of(0, 16, 64, 256, 1024)) {
            HeartbeatLoad load = HeartbeatLoad.measure(workers, Duration.ofSeconds(runLength.loadSeconds()));
            row("load_percent", DatabaseServer.POSTGRESQL, workers, load.percent(), "percent of a core");
            files.tableRow(List.of(
                    Integer.toString(workers),
                    String.format(Locale.ROOT, "%.2f %%", load.percent()),
                    Long.toString(load.heartbeats()),
                    workers == 0 ? "" : String.format(Locale.ROOT, "%.0f us", load.microsEach())));
        }
    }

    private void crashes() throws IOException, SQLException, InterruptedException {
        files.tableHead(List.of(
                "from SIGKILL of a process with all worker ids to their reuse; ttl 2 s, reservation 3 s",
                "first",
                "median",
                "last"));
        for (int workers : WORKERS) {
            CrashRecovery crash = CrashRecovery.measure(workers);
            recovery("reuse", workers, crash.firstSeconds(), crash.medianSeconds(), crash.lastSeconds());
        }
    }

    private void outages() throws IOException, SQLException, InterruptedException {
        files.tableHead(List.of(
                "from the end of an outage that outlived the reservation to the next id; heartbeat "
                        + OutageRecovery.HEARTBEAT.toSeconds() + " s, a pool for each worker",
                "first",
                "median",
                "last"));
        for (int workers : WORKERS) {
            OutageRecovery outage = OutageRecovery.measure(workers);
            recovery("outage", workers, outage.firstSeconds(), outage.medianSeconds(), outage.lastSeconds());
        }
        int most = WORKERS.get(WORKERS.size() - 1);
        OutageRecovery floor = OutageRecovery.floor(most);
        recovery("outage_floor", most, floor.firstSeconds(), floor.medianSeconds(), floor.lastSeconds());
    }

    private void recovery(String after, int workers, double first, double median, double last) throws IOException {
        row(after + "_first_s", DatabaseServer.POSTGRESQL, workers, first, "s");
        row(after + "_median_s", DatabaseServer.POSTGRESQL, workers, median, "s");
        row(after + "_last_s", DatabaseServer.POSTGRESQL, workers, last, "s");
        files.tableRow(List.of(
                workers + (after.endsWith("floor") ? " (floor: SELECT 1 at the same pace)" : ""),
                String.format(Locale.ROOT, "%.2f s", first),
                String.format(Locale.ROOT, "%.2f s", median),
                String.format(Locale.ROOT, "%.2f s", last)));
    }

    private void row(String measure, DatabaseServer server, int workers, double value, String unit) throws IOException {
        files.row(String.format(Locale.ROOT, "%s,%s,%d,%.3f,%s", measure, server.csv(), workers, value, unit));
    }
}
