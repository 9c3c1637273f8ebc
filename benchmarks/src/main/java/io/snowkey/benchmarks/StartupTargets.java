// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.List;

/** What the start of an application was to cost at most. */
final class StartupTargets {

    private static final String PART = "startup";

    private StartupTargets() {}

    static List<Target> all() throws IOException {
        Csv startup = Csv.read("startup");
        if (startup.isEmpty()) {
            return List.of();
        }
        return List.of(
                Target.atMost(PART, "the starter adds: <= 150 ms", 150, added(startup, "ms"), "%.0f ms"),
                Target.atMost(PART, "the starter adds: <= 5 statements", 5, added(startup, "statements"), "%.0f"));
    }

    /** Between neighbours in time. */
    static double added(Csv startup, String column) {
        Csv without = startup.where("variant", "WITHOUT");
        return Sample.of(startup.where("variant", "WITH")
                        .rows()
                        .map(row -> row.number(column)
                                - without.where("run", row.text("run")).number(column))
                        .toList())
                .median();
    }
}
