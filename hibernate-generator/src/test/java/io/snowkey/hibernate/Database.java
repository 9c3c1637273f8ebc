// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.TestDatabase;

/** The kinds of databases that tests run on: real servers, started when first asked for. */
enum Database {
    H2,
    POSTGRESQL,
    MARIADB;

    /** An empty one. */
    TestDatabase create() {
        return switch (this) {
            case H2 -> TestDatabase.h2();
            case POSTGRESQL -> TestDatabase.postgres();
            case MARIADB -> TestDatabase.mariadb();
        };
    }

    static void execute(TestDatabase database, List<String> statements) {
        try (HikariDataSource pool = database.pool(1)) {
            statements.forEach(sql -> TestDatabase.execute(pool, sql));
        }
    }

    /** The rows of a query, their values separated by blanks. */
    static List<String> rows(TestDatabase database, String sql) {
        try (HikariDataSource pool = database.pool(1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> result = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(rows.getObject(i)));
                }
                result.add(String.join(" ", values));
            }
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Its tables and views, with their columns and keys; names in lower case. */
    static List<String> description(TestDatabase database) {
        List<String> lines = new ArrayList<>();
        try (HikariDataSource pool = database.pool(1);
                Connection connection = pool.getConnection()) {
            DatabaseMetaData all = connection.getMetaData();
            String catalog = connection.getCatalog();
            String schema = connection.getSchema();
            List<String> names = new ArrayList<>();
            try (ResultSet tables = all.getTables(catalog, schema, "%", new String[] {"TABLE", "BASE TABLE", "VIEW"})) {
                while (tables.next()) {
                    names.add(tables.getString("TABLE_NAME"));
                    boolean view = tables.getString("TABLE_TYPE").equals("VIEW");
                    lines.add((view ? "view " : "table ") + tables.getString("TABLE_NAME"));
                }
            }
            for (String name : names) {
                add(
                        lines,
                        all.getColumns(catalog, schema, name, "%"),
                        "TABLE_NAME",
                        "COLUMN_NAME",
                        "TYPE_NAME",
                        "COLUMN_SIZE",
                        "IS_NULLABLE");
                add(lines, all.getPrimaryKeys(catalog, schema, name), "TABLE_NAME", "COLUMN_NAME", "KEY_SEQ");
                add(
                        lines,
                        all.getImportedKeys(catalog, schema, name),
                        "FKTABLE_NAME",
                        "FKCOLUMN_NAME",
                        "PKTABLE_NAME",
                        "PKCOLUMN_NAME");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return lines.stream()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    private static void add(List<String> lines, ResultSet rows, String table, String column, String... more)
            throws SQLException {
        try (rows) {
            while (rows.next()) {
                List<String> words = new ArrayList<>();
                words.add(rows.getString(table) + "." + rows.getString(column));
                for (String each : more) {
                    words.add(rows.getString(each));
                }
                lines.add(String.join(" ", words));
            }
        }
    }
}
