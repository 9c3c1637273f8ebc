// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.openjdk.jmh.runner.RunnerException;

/** Runs parts of the measurements, and prints their tables. */
public final class Report {

    static final Path RESULTS = Path.of("benchmarks", "target", "results");

    private Report() {}

    /** Arguments: the parts to run, all if none is named; {@code --quick} for a look, {@code --full} for a night. */
    public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
        List<String> parts =
                List.of(args).stream().filter(arg -> !arg.startsWith("--")).toList();
        if (!List.of("generator").containsAll(parts)) {
            System.err.println("usage: benchmarks/run [generator] [--quick | --full]");
            System.exit(2);
        }
        Files.createDirectories(RESULTS);
        new GeneratorPart(Effort.of(List.of(args))).run();
    }
}
