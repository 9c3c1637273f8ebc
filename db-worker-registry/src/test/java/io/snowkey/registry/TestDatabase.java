// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * A database of its own on a real server, empty when it is made.
 *
 * @param platform which {@code schema-<platform>.sql} it takes
 */
public record TestDatabase(String platform, String url, String username, String password) {

    private static final AtomicInteger EMBEDDED = new AtomicInteger();

    /** A semicolon that is not within a text. */
    private static final Pattern BETWEEN_STATEMENTS = Pattern.compile(";(?=(?:[^']*'[^']*')*[^']*$)");

    /** A new database in H2, in memory. */
    public static TestDatabase h2() {
        return H2Server.newDatabase();
    }

    /** A new database in HSQLDB, in memory. */
    public static TestDatabase hsqldb() {
        return new TestDatabase("hsqldb", "jdbc:hsqldb:mem:snowkey" + EMBEDDED.incrementAndGet(), "sa", "");
    }

    /** A new database of SQLite, in a file that is not flushed: no test takes the power away. */
    public static TestDatabase sqlite() {
        try {
            Path file = Files.createTempFile("snowkey", ".sqlite");
            file.toFile().deleteOnExit();
            return new TestDatabase("sqlite", "jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=OFF", "", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new database on PostgreSQL. */
    public static TestDatabase postgres() {
        return PostgresServer.newDatabase();
    }

    /** A new database on MariaDB. */
    public static TestDatabase mariadb() {
        return MariaDbServer.newDatabase();
    }

    /** A new database on MySQL, for which Docker has to be there. */
    public static TestDatabase mysql() {
        return MySqlServer.newDatabase();
    }

    /** For another user. The URLs of the test servers name their administrator, or set what only that one may set. */
    TestDatabase as(String user, String password) {
        return new TestDatabase(platform, url.replaceFirst("[?;].*", ""), user, password);
    }

    /** With the tables of the registry, from the script that is shipped. */
    public TestDatabase withSchema() {
        return withSchema("snowkey_");
    }

    /** With the tables of the registry, from the script that is shipped, under names that begin otherwise. */
    TestDatabase withSchema(String tablePrefix) {
        return with("schema-" + platform + ".sql", tablePrefix);
    }

    /** With the functions for SQL, from the script that is shipped. */
    public TestDatabase withFunctions() {
        return with("functions/" + platform + "/R__snowkey_functions.sql", "snowkey_");
    }

    /** With what a script makes of it that is shipped. */
    TestDatabase with(String script, String tablePrefix) {
        try (InputStream in = TestDatabase.class.getResourceAsStream(script);
                HikariDataSource pool = pool(1)) {
            String statements = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^--.*$", "")
                    .replace("snowkey_", tablePrefix);
            for (String statement : BETWEEN_STATEMENTS.split(statements, -1)) {
                if (!statement.isBlank()) {
                    execute(pool, statement);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** A pool of connections to it. */
    public HikariDataSource pool(int size) {
        return pool(size, config -> {});
    }

    /** A pool of connections to it, set up as one likes. */
    public HikariDataSource pool(int size, Consumer<HikariConfig> setup) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(username);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(5_000);
        setup.accept(config);
        return new HikariDataSource(config);
    }

    /** Runs a statement that the product itself has no business to run. */
    public static int execute(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
