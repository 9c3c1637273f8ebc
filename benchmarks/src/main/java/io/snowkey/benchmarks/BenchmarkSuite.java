// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs parts of the measurements, each in a JVM of its own, and says which targets they reached. */
public final class BenchmarkSuite {

    static final Path RESULTS = Path.of("benchmarks", "target", "results");

    static final List<String> PARTS = List.of("generator", "inserts", "registry", "startup");
    private static final List<String> OPTIONS = List.of("--quick", "--full", "--summary", "--publish");

    private BenchmarkSuite() {}

    /**
     * Runs the parts that the arguments name, or all of them. {@code --quick} takes a few minutes, {@code --full} a
     * night. {@code --summary} runs none, and makes targets, charts and page from the last results. {@code --publish}
     * does the same with all parts, and copies charts and page into the documentation.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> options =
                Stream.of(args).filter(arg -> arg.startsWith("--")).toList();
        List<String> named =
                Stream.of(args).filter(arg -> !arg.startsWith("--")).toList();
        boolean publish = options.contains("--publish");
        if (!PARTS.containsAll(named) || !OPTIONS.containsAll(options) || (publish && !named.isEmpty())) {
            System.err.println("usage: benchmarks/run [generator] [inserts] [registry] [startup]"
                    + " [--quick | --full | --summary | --publish]");
            System.exit(2);
        }
        Files.createDirectories(RESULTS);
        List<String> parts = named.isEmpty() ? PARTS : named;
        if (options.contains("--summary") || publish) {
            summary(parts);
            if (publish) {
                PerformancePage.publish();
            }
            return;
        }
        forgetOldResults(parts);
        boolean complete = true;
        for (String part : parts) {
            complete &= run(part, options);
        }
        summary(parts);
        if (!complete) {
            System.err.println("A part failed: see above. The summary is of what it measured until then.");
            System.exit(1);
        }
    }

    private static void summary(List<String> parts) throws IOException {
        Summary.write(parts);
        if (parts.containsAll(PARTS)) {
            PerformancePage.write();
        }
    }

    /** So that no figure of another run gets into the summary. */
    private static void forgetOldResults(List<String> parts) throws IOException {
        for (String part : parts) {
            for (String file : Summary.filesOf(part)) {
                Files.deleteIfExists(RESULTS.resolve(file));
            }
        }
    }

    private static boolean run(String part, List<String> options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(part));
        arguments.addAll(options);
        return Jvm.start(List.of("-Xms1g", "-Xmx1g"), PartRunner.class, arguments)
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0;
    }
}
