// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts another JVM like this one. */
final class Jvm {

    private Jvm() {}

    static ProcessBuilder start(List<String> options, Class<?> main, List<String> arguments) {
        return start(System.getProperty("java.class.path"), options, main, arguments);
    }

    static ProcessBuilder start(String classPath, List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dlogback.configurationFile=logback.xml"); // not that of the tests, whose servers are used
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** Runs it to its end; the last line that it printed is its result. */
    static String result(ProcessBuilder jvm) throws IOException, InterruptedException {
        Process process = jvm.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0 || lines.isEmpty()) {
            throw new IllegalStateException("exit code " + process.exitValue() + " of " + jvm.command());
        }
        return lines.get(lines.size() - 1);
    }
}
