// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.List;

/** Runs one part, in this JVM. Arguments: its name, then options. */
final class PartRunner {

    private PartRunner() {}

    public static void main(String[] args) throws Exception {
        try {
            part(args[0], Effort.of(List.of(args))).run();
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0); // whatever threads databases and pools have left
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
