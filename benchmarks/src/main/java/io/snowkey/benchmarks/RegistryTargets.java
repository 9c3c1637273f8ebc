// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The targets of the registry. */
final class RegistryTargets {

    private static final String PART = "registry";

    private RegistryTargets() {}

    static List<Target> all() throws IOException {
        CsvTable registry = CsvTable.read("registry");
        List<Target> targets = new ArrayList<>();
        for (DatabaseServer server : DatabaseServer.values()) {
            CsvTable here = registry.where("database", server.csv());
            if (!here.isEmpty()) {
                of(server, here, targets);
            }
        }
        CsvTable postgresql = registry.where("database", DatabaseServer.POSTGRESQL.csv());
        if (!postgresql.isEmpty()) {
            growing(postgresql, targets);
        }
        return targets;
    }

    private static void of(DatabaseServer server, CsvTable here, List<Target> targets) {
        atMost(server, here, targets, "round trips of a lease", 3, "lease_round_trips", "1", "%.0f");
        atMost(server, here, targets, "1,024 leases at once, in ms", 2000, "lease_ms", "1024", "%.0f");
        atMost(server, here, targets, "statements of a heartbeat", 1, "heartbeat_statements", "1", "%.2f");
        atMost(server, here, targets, "round trips of a heartbeat", 1, "heartbeat_round_trips", "1", "%.2f");
        if (server == DatabaseServer.POSTGRESQL) { // the other one is set to write to the disk at each commit
            atMost(server, here, targets, "a heartbeat and its answer, in ms", 1, "heartbeat_ms", "1", "%.2f");
        }
    }

    private static void atMost(
            DatabaseServer server,
            CsvTable here,
            List<Target> targets,
            String what,
            int limit,
            String measure,
            String workers,
            String format) {
        double median = here.where(Map.of("measure", measure, "workers", workers))
                .quartiles("value")
                .median();
        targets.add(Target.atMost(PART, server.label() + ", " + what + ": <= " + limit, limit, median, format));
    }

    private static double lastAfter(String what, CsvTable here, String workers) {
        return here.where(Map.of("measure", what + "_last_s", "workers", workers))
                .number("value");
    }

    private static void growing(CsvTable here, List<Target> targets) {
        CsvTable most = here.where("workers", "1024");
        targets.add(Target.atMost(
                PART,
                "PostgreSQL, load of 1,024 workers: <= 2 % of a core",
                2,
                most.where("measure", "load_percent").number("value"),
                "%.2f %%"));
        // A process that waits looks again within a second.
        double rest = Math.max(CrashRecovery.TTL.toMillis(), CrashRecovery.RESERVATION.toMillis()) / 1e3 + 1;
        targets.add(Target.atMost(
                PART,
                "from SIGKILL to reuse, 16 workers: <= the longer of ttl and reservation, and 1 s of looking",
                rest,
                lastAfter("reuse", here, "16"),
                "%.2f s"));
        for (String workers : List.of("16", "1024")) {
            double last = lastAfter("outage", here, workers);
            double floor = lastAfter("outage_floor", here, workers);
            targets.add(new Target(
                    PART,
                    "from the end of an outage to the next id of all " + workers + " workers: <= a heartbeat, "
                            + OutageRecovery.HEARTBEAT.toSeconds() + " s",
                    String.format(Locale.ROOT, "%.2f s", last)
                            + (Double.isNaN(floor) ? "" : String.format(Locale.ROOT, ", floor %.2f s", floor)),
                    last <= OutageRecovery.HEARTBEAT.toMillis() / 1e3));
        }
    }
}
