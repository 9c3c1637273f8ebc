// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The rows of a table as they were at one time. */
record Dump(String table, int columns, List<Object[]> rows) {

    /** The tables. Those with references to others come last. */
    private static final List<String> TABLES = List.of("snowkey_worker", "snowkey_holder");

    private static final int TRIES = 20;

    /** Reads the rows of workers and holders. */
    static List<Dump> of(Database database) throws SQLException {
        List<Dump> dumps = new ArrayList<>();
        try (Connection admin = database.admin();
                Statement statement = admin.createStatement()) {
            for (String table : TABLES) {
                dumps.add(of(statement, table));
            }
        }
        return dumps;
    }

    private static Dump of(Statement statement, String table) throws SQLException {
        try (ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
            int columns = result.getMetaData().getColumnCount();
            List<Object[]> rows = new ArrayList<>();
            while (result.next()) {
                Object[] row = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = result.getObject(i + 1);
                }
                rows.add(row);
            }
            return new Dump(table, columns, rows);
        }
    }

    /**
     * Puts the tables back as they were, in one transaction. The workers go on meanwhile, so it may take more than one
     * try.
     */
    static void restore(Database database, List<Dump> dumps) throws SQLException, InterruptedException {
        for (int i = 1; ; i++) {
            try (Connection admin = database.admin()) {
                admin.setAutoCommit(false);
                delete(admin);
                for (Dump dump : dumps) {
                    dump.insert(admin);
                }
                admin.commit();
                return;
            } catch (SQLException e) {
                if (i == TRIES) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    /** Deletes all rows. */
    static void delete(Connection admin) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            for (int i = TABLES.size() - 1; i >= 0; i--) {
                statement.execute("DELETE FROM " + TABLES.get(i));
            }
        }
    }

    private void insert(Connection admin) throws SQLException {
        String sql = "INSERT INTO " + table + " VALUES (" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
        try (PreparedStatement statement = admin.prepareStatement(sql)) {
            for (Object[] row : rows) {
                for (int i = 0; i < columns; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                statement.execute();
            }
        }
    }
}
