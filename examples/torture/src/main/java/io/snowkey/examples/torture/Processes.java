// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Handles processes of the operating system, with all that they have started. */
final class Processes {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private Processes() {}

    /** Starts a process whose output goes into this file. */
    static Process start(Path log, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Starts a small JVM on the class path of this one. */
    static Process java(Path log, Map<String, String> environment, String main, List<String> arguments)
            throws IOException {
        List<String> options = List.of(
                JAVA.toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main);
        return start(
                log,
                environment,
                Stream.concat(options.stream(), arguments.stream()).toList());
    }

    /** Runs a program to its end. */
    static void run(Path log, List<String> command) throws IOException, InterruptedException {
        Process process = start(log, Map.of(), command);
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " failed: see " + log);
        }
    }

    /** Sends a signal to a process and to all that it has started. */
    static void signal(Process process, String name) throws IOException, InterruptedException {
        String[] command = Stream.concat(
                        Stream.of("kill", "-" + name, Long.toString(process.pid())),
                        process.descendants().map(child -> Long.toString(child.pid())))
                .toArray(String[]::new);
        // One of them may have ended by itself meanwhile. That is no failure.
        new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Does the same as {@link #kill}, at the end of everything. */
    static void killAtLast(Process process) throws IOException {
        try {
            kill(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills a process and all that it has started, and waits until they are gone. */
    static void kill(Process process) throws IOException, InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        signal(process, "KILL");
        process.waitFor();
        for (ProcessHandle child : children) {
            while (child.isAlive()) {
                Thread.sleep(5);
            }
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
