// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A database server of this run: a process that can be killed, frozen and started again on its data, with a clock of
 * its own.
 */
abstract class Database implements AutoCloseable {

    private static final Pattern BETWEEN_STATEMENTS = Pattern.compile(";(?=(?:[^']*'[^']*')*[^']*$)");
    private static final long START_SECONDS = 300;

    final Path directory;
    final FakeClock clock;
    private final int port = Processes.freePort();
    private @Nullable Process process;

    /** @param ownClock whether its clock can be set */
    Database(Path directory, boolean ownClock) throws IOException {
        this.directory = Files.createDirectories(directory).toAbsolutePath();
        this.clock = new FakeClock(this.directory.resolve("clock"), ownClock);
    }

    /** Unpacks and prepares what is needed once. */
    abstract void prepare() throws IOException, InterruptedException, SQLException;

    /** Starts the server on its data. */
    abstract Process launch() throws IOException;

    /** Which {@code schema-<platform>.sql} it takes. */
    abstract String platform();

    /** Where it is to be found by this port. */
    abstract String url(int port);

    abstract String workersUser();

    abstract String adminUser();

    /** Ends the sessions of the workers. */
    abstract void terminateSessions(Statement admin) throws SQLException;

    /** Refuses writes, or takes them again. */
    abstract void readOnly(Statement admin, boolean on) throws SQLException;

    /** Why it cannot be made read-only while it runs, or null if it can. */
    @Nullable
    String whyNotReadOnly() {
        return null;
    }

    /** The disk that its data is on, if it has one of its own. */
    @Nullable
    SmallDisk disk() {
        return null;
    }

    /** Writes something for which a full disk has no room. */
    void needRoom(Statement admin) throws SQLException {}

    /** A signal that asks it to end in order. */
    String endSignal() {
        return "TERM";
    }

    int port() {
        return port;
    }

    /** Where the workers find it. */
    int workersPort() {
        return port();
    }

    Path log() {
        return directory.resolve("server.log");
    }

    /** What is left to do once there are tables. */
    void complete() throws IOException, InterruptedException, SQLException {}

    /** Starts it, on its data if it has any, and waits until it answers. */
    void start() throws IOException, InterruptedException {
        Process started = launch();
        process = started;
        long deadline = System.nanoTime() + START_SECONDS * 1_000_000_000L;
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                throw new IOException(platform() + " does not start: see " + log());
            }
            Thread.sleep(20);
        }
    }

    /** Waits until it answers after something that may have ended it, and starts it if it did. */
    void comeBack() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_SECONDS * 1_000_000_000L;
        while (!answers()) {
            Process running = process;
            if (running == null || !running.isAlive()) {
                process = launch();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(platform() + " does not come back: see " + log());
            }
            Thread.sleep(20);
        }
    }

    private boolean answers() {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port()).close();
            admin().close();
            return true;
        } catch (IOException | SQLException notYet) {
            return false;
        }
    }

    Connection admin() throws SQLException {
        return DriverManager.getConnection(url(port()), adminUser(), "");
    }

    /** Ends it, in order or at once. */
    void stop(boolean inOrder) throws IOException, InterruptedException {
        Process running = process;
        if (running == null) {
            return;
        }
        if (inOrder) {
            // The server alone: it ends its own children.
            new ProcessBuilder("kill", "-" + endSignal(), Long.toString(running.pid()))
                    .start()
                    .waitFor();
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                Processes.kill(running);
            }
        } else {
            Processes.kill(running);
        }
        process = null;
    }

    /** The process that runs from now on in the place of the one before. */
    void replaceBy(Process other) {
        process = other;
    }

    void signal(String name) throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            Processes.signal(running, name);
        }
    }

    /** Makes the tables of the registry, from the script that is shipped. */
    void makeSchema() throws IOException, SQLException {
        try (InputStream in = Database.class.getResourceAsStream("/io/snowkey/registry/schema-" + platform() + ".sql");
                Connection connection = admin();
                Statement statement = connection.createStatement()) {
            if (in == null) {
                throw new IOException("the schema of " + platform() + " is missing");
            }
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            for (String sql : BETWEEN_STATEMENTS.split(script, -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        Process running = process;
        if (running != null) {
            Processes.killAtLast(running);
        }
    }
}
