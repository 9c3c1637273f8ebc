// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL of its own that can be stopped and started again on the same port, with the registry's tables. */
final class RestartableServer implements AutoCloseable {

    private final Path directory;
    private final int port;
    private EmbeddedPostgres postgres;

    RestartableServer(Path directory) throws IOException {
        this.directory = directory;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        start();
        database().withSchema();
    }

    void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(10)) // 10 s unless set: too few on a busy machine
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    int port() {
        return port;
    }

    TestDatabase database() {
        return database(port);
    }

    /** The same database behind another port. */
    TestDatabase database(int port) {
        return new TestDatabase(
                "postgresql", "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres");
    }

    /** Ends the session of every client. */
    void terminateSessions() {
        try (var admin = database().pool(1)) {
            TestDatabase.execute(
                    admin,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        }
    }

    void stop() throws IOException {
        postgres.close();
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
