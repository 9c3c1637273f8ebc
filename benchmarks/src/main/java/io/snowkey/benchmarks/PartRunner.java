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
            run(args[0], Effort.of(List.of(args)));
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0); // whatever threads databases and pools have left
    }

    private static void run(String name, Effort effort) throws Exception {
        Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Disturbance before = Disturbance.now();
        double load = Machine.load();
        part(name, effort).run();
        new Paper(name + "-run", "part,begun,seconds,others_percent,load_before,java")
                .row(String.format(
                        Locale.ROOT,
                        "%s,%s,%d,%.1f,%.2f,%s",
                        name,
                        begun,
                        Duration.between(begun, Instant.now()).toSeconds(),
                        Disturbance.now().percentSince(before),
                        load,
                        System.getProperty("java.runtime.version")));
    }

    private static Part part(String name, Effort effort) {
        return switch (name) {
            case "generator" -> new GeneratorPart(effort);
            case "inserts" -> new InsertsPart(effort);
            case "registry" -> new RegistryPart(effort);
            case "startup" -> new StartupPart(effort);
            default -> throw new IllegalArgumentException("no part is called " + name);
        };
    }
}
