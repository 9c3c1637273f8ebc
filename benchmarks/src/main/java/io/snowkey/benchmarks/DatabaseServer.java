// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.TestDatabase;

/** A real database server, of which each caller gets a new database. */
enum DatabaseServer {
    POSTGRESQL(
            "PostgreSQL", "", "reWriteBatchedInserts=true", "server_version,fsync,synchronous_commit,shared_buffers") {
        @Override
        TestDatabase newDatabase() {
            return TestDatabase.postgres();
        }
    },
    MARIADB(
            "MariaDB",
            "useBulkStmts=false&useBulkStmtsForInserts=false",
            "useBulkStmts=false&useBulkStmtsForInserts=true",
            "version,innodb_flush_log_at_trx_commit,innodb_buffer_pool_size") {
        @Override
        TestDatabase newDatabase() {
            TestDatabase database = TestDatabase.mariadb();
            try (HikariDataSource pool = database.pool(1)) {
                // As PostgreSQL's: no commit waits for a disk, and all tables are in memory, at least in that of the
                // system.
                TestDatabase.execute(pool, "SET GLOBAL innodb_flush_log_at_trx_commit = 0");
                TestDatabase.execute(pool, "SET GLOBAL innodb_buffer_pool_size = 2147483648");
                TestDatabase.execute(pool, "SET GLOBAL innodb_log_file_size = 2147483648");
            } catch (IllegalStateException e) {
                System.err.println("MariaDB stays as it is set: " + e.getCause()); // the report tells how that is
            }
            return database;
        }
    };

    private final String label;
    private final String plain;
    private final String rewriting;
    private final String settings;

    DatabaseServer(String label, String plain, String rewriting, String settings) {
        this.label = label;
        this.plain = plain;
        this.rewriting = rewriting;
        this.settings = settings;
    }

    abstract TestDatabase newDatabase();

    String label() {
        return label;
    }

    /** The options of the driver that make one statement of many inserts, or that do not. */
    String options(boolean rewrite) {
        return rewrite ? rewriting : plain;
    }

    static int port(TestDatabase database) {
        return URI.create(database.url().substring("jdbc:".length())).getPort();
    }

    /** The same database, by way of another port of this machine, and with options for the driver. */
    static TestDatabase through(TestDatabase database, int port, String options) {
        String url = database.url().replaceFirst(":" + port(database) + "/", ":" + port + "/");
        String with = options.isEmpty() ? "" : (url.contains("?") ? "&" : "?") + options;
        return new TestDatabase(database.platform(), url + with, database.username(), database.password());
    }

    /** A network to it. */
    static DelayedNetwork network(TestDatabase database, Duration roundTrip) throws IOException {
        return new DelayedNetwork(port(database), roundTrip);
    }

    /** Version and settings that matter here, as the server says them. */
    String describe(TestDatabase database) throws SQLException {
        StringBuilder text = new StringBuilder(label);
        try (HikariDataSource pool = database.pool(1)) {
            for (String setting : settings.split(",", -1)) {
                String sql = this == POSTGRESQL ? "SHOW " + setting : "SELECT @@" + setting;
                text.append(", ").append(setting).append(' ').append(text(pool, sql));
            }
        }
        return text.toString();
    }

    static String text(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    static double number(DataSource dataSource, String sql) throws SQLException {
        return Double.parseDouble(text(dataSource, sql));
    }

    /** For rows of raw data. */
    String csv() {
        return name().toLowerCase(Locale.ROOT);
    }
}
