// SPDX-License-Identifier: Apache-2.0
package io.snowkey.modular;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * A modular application is compiled and run by the tools of the JDK, with nothing on its module path but what Maven finds by the
 * POM: the build wrote that down, for compiling and for running.
 */
class ModularTest {

    private static final Path TARGET = Path.of("target", "modular");
    private static final String ANNOTATIONS = "jspecify-";

    /** What a tool said, and how it ended. */
    private record Outcome(int exitCode, String said) {}

    @Test
    void isCompiledAndRun() throws Exception {
        assertIssues(run(compiled("run"), path("run-path")));
    }

    /** They are for the compiler, and an application may leave them out of what it ships, unless Spring asks for them. */
    @Test
    @DisabledIfSystemProperty(named = "annotations", matches = "needed")
    void runsWithoutTheAnnotations() throws Exception {
        assertIssues(run(compiled("run-without"), without(path("run-path"))));
    }

    /** The counter-example: without the annotations nobody compiles, so that a POM that loses them is noticed. */
    @Test
    void isNotCompiledWithoutTheAnnotations() throws Exception {
        Outcome outcome = compile("without", without(path("compile-path")));
        Assertions.assertNotEquals(0, outcome.exitCode());
        Assertions.assertTrue(outcome.said().contains("module not found: org.jspecify"), outcome::said);
    }

    private static void assertIssues(Outcome outcome) {
        Assertions.assertEquals(0, outcome.exitCode(), outcome::said);
        String last = outcome.said().lines().reduce((before, line) -> line).orElse("");
        Assertions.assertEquals("issued", last, outcome::said);
    }

    private static Path compiled(String name) throws Exception {
        Outcome outcome = compile(name, path("compile-path"));
        Assertions.assertEquals(0, outcome.exitCode(), outcome::said);
        return TARGET.resolve(name);
    }

    private static Outcome compile(String name, List<String> modules) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-Werror",
                "-d",
                TARGET.resolve(name).toString(),
                "--module-path",
                String.join(File.pathSeparator, modules)));
        arguments.addAll(List.of(System.getProperty("lint").split(" ")));
        try (Stream<Path> files = Files.walk(Path.of("src", "modular", "java"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        return outcome("javac", name, arguments);
    }

    private static Outcome run(Path classes, List<String> modules) throws Exception {
        String path = Stream.concat(Stream.of(classes.toString()), modules.stream())
                .collect(Collectors.joining(File.pathSeparator));
        return outcome(
                "java",
                classes.getFileName().toString(),
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "--module-path",
                        path,
                        // Modules that only automatic ones need are not found otherwise.
                        "--add-modules=ALL-MODULE-PATH",
                        "--module=application/io.snowkey.application.Main"));
    }

    private static Outcome outcome(String tool, String name, List<String> arguments)
            throws IOException, InterruptedException {
        Files.createDirectories(TARGET);
        Path said = TARGET.resolve(name + "-" + tool + ".txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(arguments);
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        process.environment().remove("CLASSPATH");
        return new Outcome(process.start().waitFor(), Files.readString(said));
    }

    private static List<String> path(String file) throws IOException {
        return List.of(Files.readString(Path.of("target", file)).strip().split(File.pathSeparator));
    }

    private static List<String> without(List<String> modules) {
        return modules.stream()
                .filter(module -> !Path.of(module).getFileName().toString().startsWith(ANNOTATIONS))
                .toList();
    }
}
