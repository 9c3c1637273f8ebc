// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

/**
 * Two PostgreSQL servers, a primary and an asynchronous standby, from the packages of the operating system: the embedded server
 * comes without the tool that copies one.
 */
final class PostgresPair implements AutoCloseable {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

    private final Path directory;
    private final int primaryPort = freePort();
    private final int standbyPort = freePort();
    private final HikariDataSource primary;
    private HikariDataSource present;

    PostgresPair() throws IOException {
        directory = Files.createTempDirectory("postgres-pair");
        if (root()) {
            run("chown", "postgres", directory.toString());
        }
        server("initdb", "-D", data("primary"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync");
        configure("primary", primaryPort);
        start("primary");
        primary = database(primaryPort).withSchema().pool(4);
        server(
                "pg_basebackup",
                "-R",
                "-c",
                "fast",
                "--no-sync",
                "-D",
                data("standby"),
                "-d",
                "host=127.0.0.1 port=" + primaryPort + " user=postgres");
        configure("standby", standbyPort);
        start("standby");
        present = primary;
    }

    static boolean isThere() {
        return binaries().isPresent();
    }

    private static Optional<Path> binaries() {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("pg_basebackup"))
                            && Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server that clients are led to at present. */
    DataSource present() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.invoke(present, arguments));
    }

    /** From now on, what is committed does not reach the standby any more. */
    void cutOffTheStandby() {
        awaitStandby();
        server("pg_ctl", "-D", data("standby"), "-m", "fast", "-w", "stop");
    }

    /** The primary is gone for good, and the standby takes its place as far as it got. */
    void failOver() throws IOException {
        server("pg_ctl", "-D", data("primary"), "-m", "immediate", "-w", "stop");
        start("standby");
        server("pg_ctl", "-D", data("standby"), "-w", "promote");
        present = database(standbyPort).pool(4);
    }

    private void awaitStandby() {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        String behind = "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn()";
        while (number(behind) != 1) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the standby does not catch up");
            }
            Thread.onSpinWait();
        }
    }

    private long number(String query) {
        try (var connection = primary.getConnection();
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestDatabase database(int port) {
        return new TestDatabase("postgresql", "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
    }

    private void configure(String name, int port) throws IOException {
        String settings =
                """
                port = %d
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                fsync = off
                """
                        .formatted(port);
        Files.writeString(Path.of(data(name), "postgresql.conf"), settings, StandardOpenOption.APPEND);
    }

    private void start(String name) {
        server("pg_ctl", "-D", data(name), "-l", data(name) + ".log", "-w", "-t", "60", "start");
    }

    private String data(String name) {
        return directory.resolve(name).toString();
    }

    private static void server(String tool, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--")); // it refuses to run as root
        }
        command.add(binaries().orElseThrow().resolve(tool).toString());
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private static void run(String... command) {
        try {
            Path log = Files.createTempFile("postgres-pair", ".log");
            Process process = new ProcessBuilder(command)
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(log));
            }
            Files.delete(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        primary.close();
        present.close();
        for (String name : List.of("primary", "standby")) {
            if (Files.exists(Path.of(data(name), "postmaster.pid"))) {
                server("pg_ctl", "-D", data(name), "-m", "immediate", "-w", "stop");
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
