// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

import io.snowkey.SnowflakeLayout;

/** Keys from SQL on H2. */
public final class SqlWriterH2Test extends SqlWriterContract {

    @Override
    public TestDatabase newDatabase() {
        try {
            Path file = Files.createTempDirectory("snowkey").resolve("h2");
            return new TestDatabase("h2", "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1", "sa", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String product() {
        return "H2";
    }

    @Override
    void createTable(String name, String namespace) {
        TestDatabase.execute(
                pool,
                "CREATE TABLE " + name + " (id BIGINT DEFAULT snowkey_next_id('" + namespace
                        + "') PRIMARY KEY, item VARCHAR)");
    }

    @Override
    String start(String namespace, String range) {
        return "CALL snowkey_start_sql_writer('" + namespace + "'" + range + ")";
    }

    @Override
    String stop(String namespace) {
        return "CALL snowkey_stop_sql_writer('" + namespace + "')";
    }

    @Override
    void moveMark(String namespace, SnowflakeLayout layout, long worker, Instant instant) throws SQLException {
        long ticks = (instant.toEpochMilli() - layout.epoch().toEpochMilli())
                / layout.tick().toMillis();
        TestDatabase.execute(
                pool,
                "EXECUTE IMMEDIATE 'ALTER SEQUENCE ' || (SELECT mark FROM snowkey_sql_writer) || ' RESTART WITH "
                        + (ticks << layout.sequenceBits()) + "'");
    }

    /** What the power cut leaves of a file. */
    @Override
    void kill() {
        try {
            TestDatabase.execute(pool, "SHUTDOWN IMMEDIATELY");
        } catch (IllegalStateException closed) {
            // the answer cannot come any more
        }
    }

    @Override
    void keepTheMarkInATable() {
        TestDatabase.execute(pool, "CREATE TABLE mark (s BIGINT)");
        TestDatabase.execute(
                pool,
                "INSERT INTO mark SELECT s.base_value FROM information_schema.sequences s"
                        + " WHERE upper(s.sequence_name) = (SELECT upper(mark) FROM snowkey_sql_writer)");
        TestDatabase.execute(pool, "CREATE ALIAS from_table FOR '" + Mark.class.getName() + ".fromTable'");
        TestDatabase.execute(pool, "ALTER TABLE orders ALTER COLUMN id SET DEFAULT from_table()");
    }

    /** For H2 to call. */
    public static final class Mark {

        private Mark() {}

        /** The next key, by a mark that a rollback takes back. */
        public static long fromTable(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE mark SET s = s + 1");
                try (ResultSet row = statement.executeQuery("SELECT s FROM mark")) {
                    row.next();
                    return row.getLong(1);
                }
            }
        }
    }
}
