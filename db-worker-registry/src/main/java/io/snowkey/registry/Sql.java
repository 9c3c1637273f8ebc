// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Runs statements, each as a transaction of its own, on a connection of the pool, and hands the connection back as it was.
 *
 * @param timeoutMillis how long an answer is waited for. Without it, a connection whose other end vanished would hold the
 *     heartbeat for as long as TCP hopes for an answer, and the claim would run out meanwhile
 */
record Sql(DataSource dataSource, int timeoutMillis) {

    /** What to do with the answer. */
    interface Reading<T extends @Nullable Object> {
        T of(ResultSet rows) throws SQLException;
    }

    <T extends @Nullable Object> T query(NamedSql sql, Map<String, ?> values, Reading<T> reading) throws SQLException {
        return run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.sql())) {
                sql.bind(statement, values);
                try (ResultSet rows = statement.executeQuery()) {
                    return reading.of(rows);
                }
            }
        });
    }

    int update(NamedSql sql, Map<String, ?> values) throws SQLException {
        return run(connection -> update(connection, sql, values));
    }

    /** Both or neither; the second only if the first affected a row. */
    int updateBoth(NamedSql first, NamedSql second, Map<String, ?> values) throws SQLException {
        return run(connection -> {
            connection.setAutoCommit(false);
            try {
                int affected = update(connection, first, values);
                if (affected > 0) {
                    update(connection, second, values);
                }
                connection.commit();
                return affected;
            } catch (SQLException e) {
                if (!connection.isClosed()) {
                    connection.rollback();
                }
                throw e;
            } finally {
                if (!connection.isClosed()) {
                    connection.setAutoCommit(true);
                }
            }
        });
    }

    private static int update(Connection connection, NamedSql sql, Map<String, ?> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.sql())) {
            sql.bind(statement, values);
            return statement.executeUpdate();
        }
    }

    <T extends @Nullable Object> T updateForKey(NamedSql sql, Map<String, ?> values, Reading<T> reading)
            throws SQLException {
        return run(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(sql.sql(), Statement.RETURN_GENERATED_KEYS)) {
                sql.bind(statement, values);
                statement.executeUpdate();
                try (ResultSet rows = statement.getGeneratedKeys()) {
                    return reading.of(rows);
                }
            }
        });
    }

    /** What the database calls itself. Asks nothing else of it: it may be of a kind that there is no dialect for. */
    String product() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        }
    }

    private interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    private <T extends @Nullable Object> T run(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            int timeout = limit(connection);
            if (!autoCommit) {
                connection.setAutoCommit(true);
            }
            try {
                return work.on(connection);
            } finally {
                restore(connection, autoCommit, timeout);
            }
        }
    }

    /** The time-out before, or -1 if the driver has none. */
    private int limit(Connection connection) throws SQLException {
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, timeoutMillis);
            return before;
        } catch (SQLFeatureNotSupportedException unsupported) {
            return -1;
        }
    }

    private static void restore(Connection connection, boolean autoCommit, int timeout) throws SQLException {
        if (connection.isClosed()) {
            return; // broken on the way: the pool throws it away
        }
        if (!autoCommit) {
            connection.setAutoCommit(false);
        }
        if (timeout >= 0) {
            connection.setNetworkTimeout(Runnable::run, timeout);
        }
    }
}
