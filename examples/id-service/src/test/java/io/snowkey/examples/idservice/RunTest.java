// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.snowkey.SnowflakeLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.snowkey.examples.idservice.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A node as {@code run} starts it: a process with the settings of the jar, and H2 in a file. */
final class RunTest {

    private static final int TERMINATED = 143;

    /** It is told to stop with a client still connected, and leaves its worker id free for the next start. */
    @Test
    void aNodeThatIsStoppedGetsItsWorkerIdBackAtOnce(@TempDir Path directory) throws Exception {
        int port = IdServiceNode.freePort();

        long first = startAskAndStop(directory, port);
        long second = startAskAndStop(directory, port);

        assertThat(second).isGreaterThan(first);
        assertThat(workerId(second)).isEqualTo(workerId(first));
        assertThat(output(directory)).contains("generation 1", "generation 2").doesNotContain("WARN", "ERROR");
    }

    private static long workerId(long id) {
        return SnowflakeLayout.DEFAULT.decode(id).workerId();
    }

    private static String output(Path directory) throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    private static long startAskAndStop(Path directory, int port) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        IdServiceApplication.class.getName(),
                        "--server.port=" + port)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("output").toFile()))
                .start();
        try {
            await().until(() -> !process.isAlive() || isReady(port));
            assertThat(process.isAlive()).as(output(directory)).isTrue();
            try (Http http = Http.connect(port)) {
                long id = Long.parseLong(http.get("/ids").body());
                process.destroy();
                assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).isEqualTo(TERMINATED);
                return id;
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isReady(int port) {
        try {
            return Http.once(port, "/actuator/health/readiness").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
