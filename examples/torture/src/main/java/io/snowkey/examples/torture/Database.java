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
 * A database server of this run. It is a process that can be killed, frozen and started again on its data, and it has a
 * clock of its own.
 */
abstract class Database implements AutoCloseable {

    private static final Pattern BETWEEN_STATEMENTS = Pattern.compile(";(?=(?:[^']*'[^']*')*[^']*$)");
    private static final long START_SECONDS = 300;

    final Path directory;
    final FakeClock clock;
    private final int port = Processes.freePort();
    private @Nullable Process process;

    /** @param ownClock whether the clock of the server can be set */
    Database(Path directory, boolean ownClock) throws IOException {
        this.directory = Files.createDirectories(directory).toAbsolutePath();
        this.clock = new FakeClock(this.directory.resolve("clock"), ownClock);
    }

    /** Unpacks and prepares what is needed once. */
    abstract void prepare() throws IOException, InterruptedException, SQLException;

    /** Starts the server on its data. */
    abstract Process launch() throws IOException;

    /** The name in the script {@code schema-<platform>.sql} of this database. */
    abstract String platform();

    /** The JDBC URL of the database at this port. */
    abstract String url(int port);

    abstract String workersUser();

    abstract String adminUser();

    /** Ends the sessions of the workers. */
    abstract void terminateSessions(Statement admin) throws SQLException;

    /** Makes the server refuse writes, or take them again. */
    void readOnly(boolean on) throws IOException, InterruptedException, SQLException {
        try (Connection admin = admin();
                Statement statement = admin.createStatement()) {
            readOnly(statement, on);
        }
    }

    /** Makes the server refuse writes, or take them again, while it runs. */
    abstract void readOnly(Statement admin, boolean on) throws SQLException;

    /** Why the server cannot be made read-only, or null if it can. */
    @Nullable
    String whyNotReadOnly() {
        return null;
    }

    /** Why its clock cannot run at another pace, or null if it can. */
    @Nullable
    String whyNoPace() {
        return null;
    }

    /** The disk with the data of the server, or null if it has no disk of its own. */
    @Nullable
    SmallDisk disk() {
        return null;
    }

    /** Writes something that has no room on a full disk. */
    void needRoom(Statement admin) throws SQLException {}

    /** The signal that asks the server to end in order. */
    String endSignal() {
        return "TERM";
    }

    int port() {
        return port;
    }

    /** The port at which the workers connect. */
    int workersPort() {
        return port();
    }

    Path log() {
        return directory.resolve("server.log");
    }

    /** Does what is left to do once there are tables. */
    void complete() throws IOException, InterruptedException, SQLException {}

    /** Starts the server, on its data if it has any, and waits until it answers. */
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

    /** Waits until the server answers after something that may have ended it. Starts it if it has ended. */
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

    /** Ends the server, in order or at once. */
    void stop(boolean inOrder) throws IOException, InterruptedException {
        Process running = process;
        if (running == null) {
            return;
        }
        if (inOrder) {
            // Only the server gets the signal: it ends its own children.
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

    /** Takes another process as the server from now on. */
    void replaceBy(Process other) {
        process = other;
    }

    void signal(String name) throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            Processes.signal(running, name);
        }
    }

    /** Creates the tables of the registry, with the script that is shipped. */
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
