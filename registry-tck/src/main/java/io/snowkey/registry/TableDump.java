// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The tables of the registry as a backup has them.
 *
 * @param rows the rows of each table, in the order of {@link #TABLES}
 */
record TableDump(List<List<List<Object>>> rows) {

    /** The tables, in an order in which they can be filled. */
    private static final List<String> TABLES = List.of("snowkey_namespace", "snowkey_worker", "snowkey_holder");

    static TableDump of(DataSource source) {
        List<List<List<Object>>> rows = new ArrayList<>();
        for (String table : TABLES) {
            rows.add(rows(source, table));
        }
        return new TableDump(rows);
    }

    /** Fills tables that exist, and replaces what they hold. */
    void restore(DataSource target) {
        empty(target);
        for (int i = 0; i < TABLES.size(); i++) {
            insert(target, TABLES.get(i), rows.get(i));
        }
    }

    static void empty(DataSource target) {
        for (int i = TABLES.size() - 1; i >= 0; i--) {
            ContractPart.execute(target, "DELETE FROM " + TABLES.get(i));
        }
    }

    private static List<List<Object>> rows(DataSource source, String table) {
        List<List<Object>> result = new ArrayList<>();
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM " + table)) {
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                result.add(row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(table, e);
        }
        return result;
    }

    private static void insert(DataSource target, String table, List<List<Object>> rows) {
        for (List<Object> row : rows) {
            String marks = "?" + ", ?".repeat(row.size() - 1);
            try (Connection connection = target.getConnection();
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
                for (int i = 0; i < row.size(); i++) {
                    insert.setObject(i + 1, row.get(i));
                }
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(table, e);
            }
        }
    }
}
