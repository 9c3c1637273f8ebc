// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.snowkey.SnowflakeLayout;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Keys from SQL on MariaDB. */
final class SqlWriterMariaDbTest extends SqlWriterContract {

    @Override
    public TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }

    @Override
    public String product() {
        return "MariaDB";
    }

    @Override
    void createTable(String name, String namespace) {
        TestDatabase.execute(
                pool, "CREATE TABLE " + name + " (id BIGINT NOT NULL DEFAULT 0 PRIMARY KEY, item VARCHAR(100))");
        TestDatabase.execute(
                pool,
                "CREATE TRIGGER " + name + "_id BEFORE INSERT ON " + name
                        + " FOR EACH ROW SET NEW.id = IF(NEW.id = 0, snowkey_next_id('" + namespace + "'), NEW.id)");
    }

    @Override
    String start(String namespace, String range) {
        return "CALL snowkey_start_sql_writer('" + namespace + "'" + (range.isEmpty() ? ", NULL, NULL" : range) + ")";
    }

    @Override
    String stop(String namespace) {
        return "CALL snowkey_stop_sql_writer('" + namespace + "')";
    }

    @Override
    void moveMark(String namespace, SnowflakeLayout layout, long worker, Instant instant) throws SQLException {
        long ticks = (instant.toEpochMilli() - layout.epoch().toEpochMilli())
                / layout.tick().toMillis();
        number("SELECT snowkey_sql_point(mark, " + (ticks << layout.sequenceBits())
                + ") FROM snowkey_sql_writer WHERE namespace = '" + namespace + "'");
    }

    /** Kills the server, and starts it again as it was started. */
    @Override
    void kill() throws Exception {
        long server;
        try (Connection connection = newConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@pid_file")) {
            row.next();
            Path file = Path.of(row.getString(1));
            assumeTrue(Files.exists(file), "the server is on another machine");
            server = Long.parseLong(Files.readString(file).strip());
        }
        List<String> command = new ArrayList<>(List.of(
                Files.readString(Path.of("/proc/" + server + "/cmdline")).split("\0", -1)));
        command.removeIf(String::isEmpty);
        ProcessHandle process = ProcessHandle.of(server).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        Process again = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(again::destroyForcibly));
    }

    @Override
    void keepTheMarkInATable() {
        TestDatabase.execute(pool, "CREATE TABLE mark (s BIGINT)");
        TestDatabase.execute(pool, "INSERT INTO mark SELECT snowkey_sql_point(mark, 0) FROM snowkey_sql_writer");
        TestDatabase.execute(
                pool,
                "EXECUTE IMMEDIATE 'CREATE OR REPLACE FUNCTION snowkey_sql_point(in_mark VARCHAR(64), in_point BIGINT)"
                        + " RETURNS BIGINT MODIFIES SQL DATA BEGIN UPDATE mark SET s = greatest(s + 1, in_point);"
                        + " RETURN (SELECT s FROM mark); END'");
    }
}
