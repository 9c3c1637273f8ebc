// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.List;

/** The targets of the start of an application. */
final class StartupTargets {

    private static final String PART = "startup";

    private StartupTargets() {}

    static List<Target> all() throws IOException {
        CsvTable startup = CsvTable.read("startup");
        if (startup.isEmpty()) {
            return List.of();
        }
        return List.of(
                Target.atMost(
                        PART,
                        "the starter adds: <= 150 ms",
                        150,
                        added(startup, "WITH").median(),
                        "%.0f ms"),
                Target.atMost(PART, "the starter adds: <= 5 statements", 5, addedStatements(), "%.0f"));
    }

    /** How many milliseconds more than without the starter. */
    static Quartiles added(CsvTable startup, String variant) {
        return startup.where("variant", variant).above(startup.where("variant", "WITHOUT"), "ms");
    }

    static double addedStatements() throws IOException {
        CsvTable counts = CsvTable.read("startup-statements");
        return counts.where("variant", "WITH").number("statements")
                - counts.where("variant", "WITHOUT").number("statements");
    }
}
