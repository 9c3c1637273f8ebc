// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import liquibase.resource.ResourceAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Liquibase that works in its default schema, and leaves a connection in the schema in which it found it. Liquibase
 * itself chooses a schema by {@code SET SEARCH_PATH} or {@code USE}, or not at all. The pool does not see these
 * statements. So the application would get the connection with another schema.
 */
final class RestoringLiquibase extends SpringLiquibase {

    private @Nullable Connection connection;
    private boolean isPostgreSql;
    private @Nullable String before;

    private interface Restoration extends AutoCloseable {
        @Override
        void close() throws DatabaseException;
    }

    @Override
    protected Database createDatabase(Connection c, ResourceAccessor resources) throws DatabaseException {
        try {
            connection = c;
            isPostgreSql = c.getMetaData().getDatabaseProductName().equals("PostgreSQL");
            before = isPostgreSql ? searchPath(c) : c.getCatalog();
            String schema = getDefaultSchema();
            if (!isPostgreSql && schema != null) {
                c.setCatalog(schema); // on MariaDB and MySQL, Liquibase runs a script wherever the connection is
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        return super.createDatabase(c, resources);
    }

    @Override
    @SuppressWarnings("try") // it is there to be closed
    protected void performUpdate(Liquibase liquibase) throws LiquibaseException {
        try (Restoration restoration = this::restore) {
            super.performUpdate(liquibase);
        }
    }

    private void restore() throws DatabaseException {
        if (connection == null || before == null) {
            return; // no schema was chosen, and none can be unchosen
        }
        try {
            boolean transaction = !connection.getAutoCommit();
            if (transaction) {
                connection.rollback(); // of an update that failed
            }
            if (isPostgreSql) {
                setSearchPath(connection, before);
            } else {
                connection.setCatalog(before);
            }
            if (transaction) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static String searchPath(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet path = statement.executeQuery("SHOW search_path")) {
            path.next();
            return path.getString(1);
        }
    }

    private static void setSearchPath(Connection connection, String path) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('search_path', ?, false)")) {
            statement.setString(1, path);
            statement.executeQuery().close();
        }
    }
}
