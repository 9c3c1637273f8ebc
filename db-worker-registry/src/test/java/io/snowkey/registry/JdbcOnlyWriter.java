// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongSupplier;

/**
 * A process of its own that knows JDBC and, like psql, nothing of Snowkey. It inserts rows without a key, one and nine
 * at a time, and takes some of them back. It writes each key to a file as soon as it knows of it, before the
 * transaction ends. So what was issued is known however the process ends.
 */
final class JdbcOnlyWriter {

    private static final String NINE = "(SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
            + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) nine";

    private JdbcOnlyWriter() {}

    /** Arguments: URL, user name and password of the database, and the file. */
    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        try {
            Class.forName("io.snowkey.SnowflakeLayout");
        } catch (ClassNotFoundException expected) {
            write(args, () -> 0);
            return;
        }
        throw new IllegalStateException("Snowkey is on the class path");
    }

    /** As long as its standard input is empty. A key of 0 says that the row has none. */
    static void write(String[] args, LongSupplier keys) throws IOException, SQLException, InterruptedException {
        try (FileChannel file =
                        FileChannel.open(Path.of(args[3]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Connection connection = DriverManager.getConnection(args[0], args[1], args[2]);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int round = 0; System.in.available() == 0; round++) {
                String item = ProcessHandle.current().pid() + "-" + round;
                statement.executeUpdate(insert(args[0], round, item, keys.getAsLong()));
                ByteBuffer known = ByteBuffer.allocate(9 * Long.BYTES);
                try (ResultSet rows = statement.executeQuery("SELECT id FROM orders WHERE item = '" + item + "'")) {
                    while (rows.next()) {
                        known.putLong(rows.getLong(1));
                    }
                }
                file.write(known.flip());
                if (round % 4 == 3) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
                Thread.sleep(5); // leaves the machine to those that start
            }
        }
    }

    private static String insert(String url, int round, String item, long key) {
        if (key != 0) {
            return "INSERT INTO orders (id, item) VALUES (" + key + ", '" + item + "')";
        }
        if (round % 6 == 5 && url.startsWith("jdbc:postgresql:")) {
            return "INSERT INTO orders (id, item) SELECT k, '" + item + "' FROM snowkey_next_ids('default', 9) k";
        }
        return round % 3 == 2
                ? "INSERT INTO orders (item) SELECT '" + item + "' FROM " + NINE
                : "INSERT INTO orders (item) VALUES ('" + item + "')";
    }
}
