// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;

import io.snowkey.registry.JdbcWorkerRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL server of its own for a test. */
public final class Postgres implements AutoCloseable {

    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts a server. Its database is empty. */
    public static Postgres start() throws IOException {
        return new Postgres(EmbeddedPostgres.start());
    }

    /** The database, with a new connection each time. */
    public DataSource database() {
        return server.getPostgresDatabase();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + port() + "/postgres";
    }

    public String username() {
        return "postgres";
    }

    public int port() {
        return server.getPort();
    }

    /** Runs these statements. */
    public Postgres with(String statements) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
        return this;
    }

    /** Runs the script of the registry's jar that makes its tables. */
    public Postgres withRegistry() throws IOException, SQLException {
        String script = "/io/snowkey/registry/schema-postgresql.sql";
        try (InputStream in = Objects.requireNonNull(JdbcWorkerRegistry.class.getResourceAsStream(script), script)) {
            return with(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
