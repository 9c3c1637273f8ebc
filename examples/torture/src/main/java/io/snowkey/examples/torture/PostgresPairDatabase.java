// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A primary and a standby, from the packages of the operating system. A failover kills the primary before the standby
 * takes over, and then creates another standby. Two servers that both accept writes are outside of every promise.
 */
final class PostgresPairDatabase extends PostgresDatabase {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final long PATIENCE_SECONDS = 120;

    private final boolean synchronous;
    private int generation;
    private Path primaryData = directory.resolve("data-0");
    private int primaryPort = super.port();
    private @Nullable Process standby;
    private int standbyPort;

    PostgresPairDatabase(Path directory, boolean ownClock, boolean synchronous) throws IOException {
        super(directory, ownClock);
        this.synchronous = synchronous;
    }

    static boolean isThere() {
        return programs().isPresent();
    }

    private static Optional<Path> programs() {
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

    private static Path program(String name) {
        return programs().orElseThrow().resolve(name);
    }

    boolean isSynchronous() {
        return synchronous;
    }

    @Override
    @Nullable
    SmallDisk disk() {
        return null; // each of the servers would need a disk
    }

    @Override
    int port() {
        return primaryPort;
    }

    @Override
    void prepare() throws IOException {
        run("initdb", "-D", primaryData.toString(), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync");
    }

    private void run(String program, String... arguments) throws IOException {
        String[] command = Stream.concat(Stream.of(program(program).toString()), Stream.of(arguments))
                .toArray(String[]::new);
        try {
            Processes.run(directory.resolve(program + ".log"), unprivileged(command));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    Process launch() throws IOException {
        return launch(program("postgres"), primaryData, primaryPort);
    }

    @Override
    void complete() throws IOException, InterruptedException, SQLException {
        if (synchronous) {
            try (Connection admin = admin();
                    Statement statement = admin.createStatement()) {
                statement.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
                statement.execute("SELECT pg_reload_conf()");
            }
        }
        makeStandby();
    }

    private Path standbyData() {
        return directory.resolve("data-" + (generation + 1));
    }

    private void makeStandby() throws IOException, InterruptedException, SQLException {
        standbyPort = Processes.freePort();
        run(
                "pg_basebackup",
                "-R",
                "-c",
                "fast",
                "--no-sync",
                "-D",
                standbyData().toString(),
                "-d",
                "host=127.0.0.1 port=" + primaryPort + " user=postgres");
        standby = launch(program("postgres"), standbyData(), standbyPort);
        await(
                "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'"
                        + (synchronous ? " AND sync_state = 'sync'" : ""),
                primaryPort);
    }

    /**
     * Stops the standby for a while, kills the primary, and lets the standby take over. The action happens while the
     * standby is stopped.
     */
    void failOver(long behindMillis, Fault.Held.End meanwhile) throws Exception {
        Process next = standby;
        if (next == null) {
            throw new IllegalStateException("there is no standby");
        }
        Processes.signal(next, "STOP");
        meanwhile.run();
        Thread.sleep(behindMillis);
        stop(false);
        Processes.signal(next, "CONT");
        await("SELECT pg_promote(true, 60)", standbyPort);
        replaceBy(next);
        standby = null;
        primaryPort = standbyPort;
        primaryData = standbyData();
        generation++;
        makeStandby();
    }

    /** Waits until a query gives a row. */
    private static void await(String query, int port) throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:postgresql://localhost:" + port + "/postgres?connectTimeout=2&socketTimeout=70",
                            "postgres",
                            "");
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                if (rows.next()) {
                    return;
                }
            } catch (SQLException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
            }
            if (System.nanoTime() > deadline) {
                throw new SQLException("no row within " + PATIENCE_SECONDS + " s: " + query);
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        if (standby != null) {
            Processes.killAtLast(standby);
        }
    }

    @Override
    String whyNoPace() {
        return "it has several servers, which cannot all be started again at once";
    }
}
