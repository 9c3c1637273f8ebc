// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static io.snowkey.examples.idservice.Waits.await;

/** A node in a process of its own, whose every way to the others and to the database is a {@link CuttableProxy}. */
final class NodeProcess implements AutoCloseable {

    private final CuttableProxy database;
    private final CuttableProxy in;
    private final CuttableProxy out;
    private final int port;
    private final Process process;
    private final Path output;

    NodeProcess(Path directory, int databasePort, String... settings) throws IOException {
        this.port = IdServiceNode.freePort();
        this.database = new CuttableProxy(databasePort);
        this.in = new CuttableProxy(port);
        this.out = new CuttableProxy(0);
        this.output = directory.resolve("node-" + port + ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-Duser.language=tr",
                "-Duser.timezone=America/Los_Angeles",
                "-Dhttp.proxyHost=localhost",
                "-Dhttp.proxyPort=" + out.port(),
                "-Dhttp.nonProxyHosts=none",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                IdServiceApplication.class.getName(),
                "--spring.profiles.active=postgres",
                "--server.port=" + port,
                "--id-service.address=" + address(),
                "--spring.datasource.url=jdbc:postgresql://localhost:" + database.port()
                        + "/postgres?connectTimeout=2"));
        command.addAll(List.of(settings));
        this.process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Where the others reach it. */
    PeerAddress address() {
        return new PeerAddress("localhost:" + in.port());
    }

    /** Where its own clients reach it, who are on its side of the cut. */
    int port() {
        return port;
    }

    void awaitReady() throws IOException {
        await().pollInterval(Duration.ofMillis(100)).until(() -> !process.isAlive() || isReady());
        if (!process.isAlive()) {
            throw new AssertionError("ended too early:\n" + Files.readString(output));
        }
    }

    private boolean isReady() {
        try {
            return Http.once(port, "/actuator/health/readiness").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    void cutOff() {
        database.cut();
        in.cut();
        out.cut();
    }

    void heal() throws IOException {
        database.heal();
        in.heal();
        out.heal();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        database.close();
        in.close();
        out.close();
    }
}
