// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The model checker, each run in a JVM and a folder of its own. */
final class Tlc {

    /** Where the specification is. */
    static final Path SPECIFICATION = Path.of("").toAbsolutePath();

    private static final Path RUNS = SPECIFICATION.resolve("target/tlc");

    private static final Pattern VIOLATED = Pattern.compile("Invariant (\\w+) is violated");
    private static final Pattern STATES =
            Pattern.compile("(?m)^(\\d+) states generated, (\\d+) distinct states found, (\\d+) states left on queue");
    private static final Pattern FIRED = Pattern.compile("(?m)^<(\\w+) line .* of module Claims>: \\d+:(\\d+)$");
    private static final Pattern REACHED =
            Pattern.compile("(?m)^ *\\|*line (\\d+), col \\d+ to line \\d+, col \\d+ of module Claims: (\\d+)");

    private Tlc() {}

    /** What it found. */
    record Result(String output) {

        /** Whether it saw every state, and found nothing. */
        boolean isClean() {
            return output.contains("Model checking completed. No error has been found.");
        }

        /** The invariant that does not hold, or null. */
        String violated() {
            return first(VIOLATED);
        }

        /** Whether a state before the end has no next one. */
        boolean isStuck() {
            return output.contains("Error: Deadlock reached.");
        }

        /** How many states there are. */
        long states() {
            List<MatchResult> all = STATES.matcher(output).results().toList();
            return all.isEmpty() ? 0 : Long.parseLong(all.get(all.size() - 1).group(2));
        }

        /** The states of the counterexample. */
        int length() {
            return Math.toIntExact(Pattern.compile("(?m)^State \\d+:")
                    .matcher(output)
                    .results()
                    .count());
        }

        /** The value of this variable in the last state of the counterexample. */
        int last(String variable) {
            List<MatchResult> all = Pattern.compile("(?m)^/\\\\ " + variable + " = (\\d+)")
                    .matcher(output)
                    .results()
                    .toList();
            return Integer.parseInt(all.get(all.size() - 1).group(1));
        }

        /** How often each action was taken. */
        Map<String, Long> fired() {
            return counted(FIRED);
        }

        /** How often each line was reached, of those that say what an action does. */
        Map<Integer, Long> reached() {
            Map<Integer, Long> lines = new TreeMap<>();
            counted(REACHED).forEach((line, count) -> lines.put(Integer.valueOf(line), count));
            return lines;
        }

        private Map<String, Long> counted(Pattern pattern) {
            Map<String, Long> counts = new TreeMap<>();
            pattern.matcher(output)
                    .results()
                    .forEach(found -> counts.merge(found.group(1), Long.valueOf(found.group(2)), Math::max));
            return counts;
        }

        private String first(Pattern pattern) {
            Matcher matcher = pattern.matcher(output);
            return matcher.find() ? matcher.group(1) : null;
        }
    }

    /**
     * Checks a specification.
     *
     * @param name of the run, and so of its folder below {@code target/tlc}
     * @param module the file of the specification
     * @param modules further modules, name and text, that it extends
     */
    static Result check(
            String name, String module, String configuration, Map<String, String> modules, List<String> options) {
        try {
            Path folder = RUNS.resolve(name.replaceAll("\\W+", "-"));
            Files.createDirectories(folder);
            for (String file : List.of("Claims.tla", "Behaviours.tla")) {
                Files.writeString(folder.resolve(file), Files.readString(SPECIFICATION.resolve(file)));
            }
            for (Map.Entry<String, String> each : modules.entrySet()) {
                Files.writeString(folder.resolve(each.getKey() + ".tla"), each.getValue());
            }
            Files.writeString(folder.resolve("model.cfg"), configuration);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseParallelGC",
                    "-Xmx2g",
                    "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                    "-cp",
                    jar().toString(),
                    "tlc2.TLC",
                    "-workers",
                    "1",
                    "-cleanup",
                    "-metadir",
                    folder.resolve("states").toString(),
                    "-config",
                    "model.cfg"));
            command.addAll(options);
            command.add(module + ".tla");
            return new Result(Program.run(folder, null, command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar() {
        try {
            return Path.of(Class.forName("tlc2.TLC")
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
