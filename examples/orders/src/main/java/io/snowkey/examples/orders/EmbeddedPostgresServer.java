// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A PostgreSQL server beside the application, for users who have none. The processes that share a data directory share
 * the server: the first one starts it, the last one stops it. A process that was killed leaves it running for the next.
 */
final class EmbeddedPostgresServer implements JdbcConnectionDetails, AutoCloseable {

    private static final String USER = "postgres";
    /** Every process holds one connection of this name as long as it needs the server. */
    private static final String PRESENCE = "orders-presence";

    private final PostgresFiles files;
    private final Path lockFile;
    private final int port;
    private final Connection presence;

    /**
     * Uses the server that runs on the data in this directory, or starts one.
     *
     * @throws StartException if it does not start
     */
    @SuppressWarnings("try") // the lock is there to be held
    EmbeddedPostgresServer(Path directory, PrintStream out) {
        Path data = directory.toAbsolutePath().normalize();
        this.files = new PostgresFiles(data);
        this.lockFile = data.resolve("postgres.lock");
        try {
            Files.createDirectories(data);
            try (FileChannel lock = lock()) {
                Integer running = files.runningPort();
                Connection connection = running == null ? null : connect(running);
                if (running != null && connection != null) {
                    this.port = running;
                    out.println("Using the PostgreSQL that runs on " + files.data() + ", port " + running);
                } else {
                    this.port = files.start();
                    connection = connect(port);
                    out.println("Started PostgreSQL on " + files.data() + ", port " + port);
                }
                if (connection == null) {
                    throw files.failure("it does not accept connections on port " + port);
                }
                this.presence = connection;
            }
        } catch (StartException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw files.failure(e.toString());
        }
    }

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?reWriteBatchedInserts=true";
    }

    @Override
    public String getUsername() {
        return USER;
    }

    @Override
    public String getPassword() {
        return "";
    }

    /** Stops using the server. The last process stops it. The pool must be closed before. */
    @Override
    @SuppressWarnings("try")
    public void close() throws IOException, SQLException {
        try (FileChannel lock = lock()) {
            boolean last = others() == 0;
            presence.close();
            if (last) {
                files.stop();
            }
        }
    }

    /** Waits until no other process starts or stops the server. Closing the channel ends the lock. */
    private FileChannel lock() throws IOException {
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }

    private long others() throws SQLException {
        try (Statement statement = presence.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE application_name = '"
                                + PRESENCE + "' AND pid <> pg_backend_pid()")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static @Nullable Connection connect(int port) {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://localhost:" + port + "/postgres?connectTimeout=5&ApplicationName=" + PRESENCE,
                    USER,
                    "");
        } catch (SQLException e) {
            // The file that names the port outlives a server that was killed. Then nobody listens
            // there, or another program does.
            return null;
        }
    }
}
