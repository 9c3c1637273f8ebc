// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.snowkey.registry.FaultWorker.Connections;
import io.snowkey.registry.FaultWorker.Obedience;

import static org.assertj.core.api.Assertions.assertThat;

/** A {@link FaultWorker} in a JVM of its own, and the ids that it wrote down. */
final class FaultProcess {

    private final Path file;
    private final Connections connections;
    private final Process process;

    /** Starts it. Its ids go to the file. Beside it are its log and, if it is recorded, its {@link StatementLog}. */
    FaultProcess(TestDatabase database, Path file, Obedience obedience, Connections connections, boolean recorded)
            throws IOException {
        this.file = file;
        this.connections = connections;
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dsnowkey.log=INFO",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultWorker.class.getName(),
                        database.url(),
                        database.username(),
                        database.password(),
                        file.toString(),
                        obedience.name(),
                        connections.name(),
                        Boolean.toString(recorded))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private Path log() {
        return file.resolveSibling(file.getFileName() + ".log");
    }

    private String story() throws IOException {
        return process + " wrote:\n" + Files.readString(log());
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    void end() throws IOException, InterruptedException {
        process.getOutputStream().write('.');
        process.getOutputStream().flush();
        assertThat(process.waitFor(10, TimeUnit.MINUTES))
                .as("ended by itself: %s", story())
                .isTrue();
    }

    private long issued() throws IOException {
        return Files.exists(file) ? Files.size(file) / Long.BYTES : 0;
    }

    /** All its ids, in their order. */
    long[] ids() throws IOException {
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        LongBuffer ids = ByteBuffer.wrap(bytes).asLongBuffer();
        long[] result = new long[ids.remaining()];
        ids.get(result);
        return result;
    }

    /** Waits until each of them has issued ids, and prints how long that took. */
    static void awaitIds(String fault, List<FaultProcess> processes) throws IOException, InterruptedException {
        long since = System.nanoTime();
        Map<FaultProcess, Long> waiting = new LinkedHashMap<>();
        for (FaultProcess each : processes) {
            waiting.put(each, each.issued());
        }
        List<String> times = new ArrayList<>();
        while (!waiting.isEmpty()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
            for (FaultProcess each : List.copyOf(waiting.keySet())) {
                assertThat(each.process.isAlive()).as("lives: %s", each.story()).isTrue();
                assertThat(millis).as("issues ids at last: %s", each.story()).isLessThan(600_000);
                if (each.issued() > waiting.get(each)) {
                    waiting.remove(each);
                    times.add(millis + " ms (" + each.connections + ")");
                }
            }
            Thread.sleep(5);
        }
        System.out.println("Faults: after " + fault + ", all issue again within " + String.join(", ", times)
                + "; a heartbeat is " + FaultWorker.HEARTBEAT.toMillis() + " ms");
    }
}
