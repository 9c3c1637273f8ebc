// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What a lease asks of the operating system, as {@code strace} sees it: content and name of the file are on the disk before the
 * first id, and each mark is before it counts. {@link WorkerFileProtocolTest} shows the same of the operations in Java, without
 * {@code strace}.
 */
class FileWorkerLeaseSyncTest {

    @TempDir
    private Path directory;

    @Test
    void contentAndDirectoryAreOnTheDiskInTheirOrder() throws IOException, InterruptedException {
        Path trace = directory.resolve("trace");
        List<String> strace =
                List.of("strace", "-f", "-y", "-e", "trace=write,pwrite64,fsync,fdatasync", "-o", trace.toString());
        assumeTrue(ran(strace, List.of("true")), "strace is not installed, or may not trace");
        Path file = directory.toRealPath().resolve("worker-7");

        assertThat(ran(
                        strace,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                file.toString())))
                .isTrue();

        Matcher calls = Pattern.compile("(write|sync)\\w*\\(\\d+<([^>]*)>(, \"([^\" ]*))?")
                .matcher(Files.readString(trace));
        StringBuilder order = new StringBuilder();
        while (calls.find()) {
            String path = calls.group(2);
            if (path.equals(file.toString())) {
                order.append(calls.group(1)).append(' ');
            } else if (path.equals(file.getParent().toString())) {
                order.append(calls.group(1)).append(" directory ");
            } else if (calls.group(4) != null && calls.group(4).startsWith("ISSUED")) {
                order.append("id ");
            }
        }
        assertThat(order).hasToString("write sync sync directory id write sync id write sync ");
    }

    private static boolean ran(List<String> strace, List<String> command) throws InterruptedException {
        try {
            List<String> all = new java.util.ArrayList<>(strace);
            all.addAll(command);
            Process process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    /** Issues an id, renews, issues another one, and ends. */
    static final class Main {

        private Main() {}

        public static void main(String[] args) {
            SettableClock clock =
                    new SettableClock(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
            FileWorkerLease lease = FileWorkerLease.builder(Path.of(args[0]), 7)
                    .clock(clock)
                    .reservation(Duration.ofDays(1))
                    .open();
            try (SnowflakeGenerator ids =
                    SnowflakeGenerator.builder().lease(lease).clock(clock).build()) {
                System.out.println("ISSUED " + ids.nextId());
                clock.advance(Duration.ofHours(9).toMillis());
                lease.look();
                System.out.println("ISSUED " + ids.nextId());
            }
        }
    }
}
