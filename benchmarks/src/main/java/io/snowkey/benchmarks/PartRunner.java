// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Runs one part, in this JVM. Arguments: its name, then options. */
final class PartRunner {

    private PartRunner() {}

    public static void main(String[] args) throws Exception {
        try {
            run(args[0], RunLength.of(List.of(args)));
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0); // whatever threads databases and pools have left
    }

    private static void run(String name, RunLength runLength) throws Exception {
        Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        ProcessorUsage before = ProcessorUsage.now();
        double load = Machine.load();
        part(name, runLength).run();
        new ResultFiles(name + "-run", "part,begun,seconds,others_percent,load_before,java")
                .row(String.format(
                        Locale.ROOT,
                        "%s,%s,%d,%.1f,%.2f,%s",
                        name,
                        begun,
                        Duration.between(begun, Instant.now()).toSeconds(),
                        ProcessorUsage.now().othersPercentSince(before),
                        load,
                        System.getProperty("java.runtime.version")));
    }

    private static Part part(String name, RunLength runLength) {
        return switch (name) {
            case "generator" -> new GeneratorPart(runLength);
            case "inserts" -> new InsertsPart(runLength);
            case "registry" -> new RegistryPart(runLength);
            case "startup" -> new StartupPart(runLength);
            default -> throw new IllegalArgumentException("no part is called " + name);
        };
    }
}
