// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.awaitility.Awaitility.await;

/** The application in a process of its own, started in a directory. */
final class OrdersProcess implements AutoCloseable {

    /** Longer than anything takes on a machine that does much else: for what would otherwise never end. */
    static final Duration MAX_WAIT = Duration.ofMinutes(10);

    private static final Pattern STORED = Pattern.compile("([\\d,]+) orders stored");

    private final Process process;
    private final Path output;

    private OrdersProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static OrdersProcess start(Path directory, String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=tr",
                "-Duser.timezone=America/Los_Angeles",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OrdersApplication.class.getName()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve(name + ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new OrdersProcess(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    String output() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The newest number of orders that it says are stored. */
    long stored() {
        Matcher matcher = STORED.matcher(output());
        long stored = 0;
        while (matcher.find()) {
            stored = Long.parseLong(matcher.group(1).replace(",", ""));
        }
        return stored;
    }

    void awaitStored(long orders) {
        await().atMost(MAX_WAIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> stored() >= orders || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("ended too early:\n" + output());
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(MAX_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(String.format(Locale.ROOT, "process %d does not end:%n%s", pid(), output()));
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
