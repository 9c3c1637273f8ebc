// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PgBouncer for this JVM, in transaction mode: every transaction of a client may run on another one of its three
 * connections to the server, and with round robin the next one does.
 */
final class PgBouncer {

    static final int BACKENDS = 3;

    private PgBouncer() {}

    static boolean isThere() {
        return binary().isPresent();
    }

    /** Such as {@code PgBouncer 1.18.0}. */
    static String version() {
        try {
            Process process = new ProcessBuilder(binary().orElseThrow().toString(), "--version").start();
            return process.inputReader().readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> binary() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static final class Running {
        static final int PORT = start(URI.create(TestDatabase.postgres().url().replaceFirst("^jdbc:", ""))
                .getPort());

        private static int start(int server) {
            try {
                int port;
                try (ServerSocket free = new ServerSocket(0)) {
                    port = free.getLocalPort();
                }
                Path directory = Files.createTempDirectory("pgbouncer");
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
                Path settings = Files.writeString(directory.resolve("pgbouncer.ini"), settings(server, port));
                List<String> command =
                        new ArrayList<>(List.of(binary().orElseThrow().toString(), settings.toString()));
                if (System.getProperty("user.name").equals("root")) {
                    command.addAll(1, List.of("-u", "nobody")); // it refuses to run as root
                }
                Path log = directory.resolve("log");
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
                await(process, port, log);
                return port;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String settings(int server, int port) {
            return """
                    [databases]
                    * = host=127.0.0.1 port=%d user=postgres password=postgres
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = any
                    pool_mode = transaction
                    default_pool_size = %d
                    server_round_robin = 1
                    max_client_conn = 500
                    ignore_startup_parameters = extra_float_digits
                    """
                    .formatted(server, port, BACKENDS);
        }

        private static void await(Process process, int port, Path log) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
            while (true) {
                try {
                    new Socket(InetAddress.getLoopbackAddress(), port).close();
                    return;
                } catch (IOException notYet) {
                    if (!process.isAlive() || System.nanoTime() > deadline) {
                        throw new IOException("PgBouncer does not start: " + Files.readString(log), notYet);
                    }
                    Thread.sleep(20);
                }
            }
        }
    }

    /** A new database on the server behind it, as seen through it. */
    static TestDatabase newDatabase(String options) {
        TestDatabase direct = TestDatabase.postgres();
        String url = direct.url().replaceFirst("//[^/]+/([^?]*).*", "//localhost:" + Running.PORT + "/$1?" + options);
        return new TestDatabase(direct.platform(), url, direct.username(), direct.password());
    }
}
