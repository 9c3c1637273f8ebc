// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.snowkey.examples.torture.Checker.Verdict;
import tools.jackson.databind.json.JsonMapper;

/** The command of the torture. */
final class Torture {

    static final String LOST = "has lost what it had acknowledged";

    private Torture() {}

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println();
            System.err.printf(
                    Options.USAGE,
                    Databases.names(),
                    Faults.all().stream()
                            .map(fault -> String.format(
                                    "                       %-15s %s%s",
                                    fault.name(), fault.what(), fault.limit() == null ? "" : " (beyond the promise)"))
                            .collect(Collectors.joining("\n")),
                    String.join(", ", Generators.names()));
            System.exit(2);
            return;
        }
        boolean good = options.compare()
                ? Comparison.run(options, System.out)
                : torture(options, System.out).held();
        System.exit(good ? 0 : 1);
    }

    /** Runs the torture, checks every id, and writes {@code result.md} and {@code result.json}. */
    static Report torture(Options options, PrintStream out) throws Exception {
        Path directory = Files.createDirectories(options.directory()).toAbsolutePath();
        Instant began = Instant.now();
        out.println("Torture of " + options.generator() + " on " + options.database() + ", seed " + options.seed()
                + ", in " + directory);
        try (Database database = Databases.open(options.database(), directory.resolve("database"), options.clocks());
                Scene scene = new Scene(
                        options,
                        Files.createDirectories(directory.resolve("workers")),
                        database,
                        new Random(options.seed()))) {
            database.prepare();
            database.start();
            database.makeSchema();
            database.complete();
            for (WorkerSlot worker : scene.workers()) {
                worker.start();
            }
            Torment torment = new Torment(scene, Faults.named(options.faults()), out);
            out.println("All workers issue after " + torment.awaitAll().values() + " ms");
            torment.run(Duration.ofSeconds(options.seconds()));
            for (WorkerSlot worker : scene.workers()) {
                worker.end();
            }
            out.println("Checking every id");
            Verdict verdict = new Checker(id -> scene.isSnowkey() ? scene.limits.covering(id) : null)
                    .check(scene.files(), directory.resolve("sorted"));
            Report report = new Report(
                    options.command(),
                    System.getProperty("torture.commit", ""),
                    options.generator(),
                    options.database(),
                    options.seed(),
                    began,
                    options.seconds(),
                    scene.files().stream()
                            .map(file -> file.getFileName().toString())
                            .toList(),
                    verdict.ids(),
                    verdict.inside(),
                    verdict.outside(),
                    verdict.descents(),
                    told(directory.resolve("workers")),
                    torment.endedByThemselves(),
                    torment.skipped(),
                    torment.events(),
                    verdict.samples());
            write(report, directory);
            out.println();
            out.print(Page.of(report));
            return report;
        }
    }

    private static void write(Report report, Path directory) throws IOException {
        Files.writeString(directory.resolve("result.md"), Page.of(report));
        JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValue(directory.resolve("result.json").toFile(), report);
    }

    private static long told(Path logs) throws IOException {
        long told = 0;
        try (Stream<Path> files = Files.list(logs)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
                    told += lines.filter(line -> line.contains(LOST)).count();
                }
            }
        }
        return told;
    }
}
