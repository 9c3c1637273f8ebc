// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A real process that is stopped for longer than its claim lasts, and goes on. */
@Tag("faults")
@Timeout(600)
final class FrozenProcessTest {

    private final TestDatabase database = TestDatabase.postgres().withSchema();

    /** What it writes first after it was frozen: an id, or a refusal. */
    private String afterSigcont(Duration claimWait) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FrozenWorker.class.getName(),
                        database.url(),
                        database.username(),
                        database.password(),
                        Long.toString(claimWait.toMillis()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (!line.startsWith("issued ")) {
                line = output.readLine();
            }
            signal(process, "STOP");
            Thread.sleep(FrozenWorker.RESERVATION.plusSeconds(1).toMillis());
            while (output.ready()) {
                output.readLine();
            }
            signal(process, "CONT");
            String first = output.readLine();
            process.getOutputStream().write('.');
            process.getOutputStream().flush();
            while (output.readLine() != null) {
                // to its end
            }
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            return first;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void itsFirstCallGetsItsId() throws IOException, InterruptedException {
        assertThat(afterSigcont(Duration.ofSeconds(60))).startsWith("issued ");
    }

    /** The counter-example. On a busy machine its overdue heartbeat may come first; not each time. */
    @Test
    void withoutAWaitItIsRefused() throws IOException, InterruptedException {
        String first = afterSigcont(Duration.ZERO);
        for (int i = 0; i < 5 && first.startsWith("issued "); i++) {
            first = afterSigcont(Duration.ZERO);
        }
        assertThat(first).startsWith("refused The claim of worker");
    }
}
