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

import io.snowkey.registry.Dialect.Commit;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements, each as a transaction of its own, on a connection of the pool, and hands the connection back as it was.
 *
 * @param timeoutMillis how long an answer is waited for. Without it, a connection whose other end vanished would hold the
 *     heartbeat for as long as TCP hopes for an answer, and the claim would run out meanwhile
 * @param commit how a statement is committed if the pool has auto-commit off
 */
record Sql(DataSource dataSource, int timeoutMillis, Commit commit) {

    static Sql of(DataSource dataSource, int timeoutMillis) {
        return new Sql(dataSource, timeoutMillis, Commit.AFTER_IT);
    }

    Sql with(Commit commit) {
        return new Sql(dataSource, timeoutMillis, commit);
    }

    /** What to do with the answer. */
    interface Reading<T extends @Nullable Object> {
        T of(ResultSet rows) throws SQLException;
    }

    <T extends @Nullable Object> T query(NamedSql sql, Map<String, ?> values, Reading<T> reading) throws SQLException {
        return run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.sql())) {
                sql.bind(statement, values);
                try (ResultSet rows = statement.executeQuery()) {
                    Acknowledgement.require(connection, statement);
                    return reading.of(rows);
                }
            }
        });
    }

    int update(NamedSql sql, Map<String, ?> values) throws SQLException {
        return run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.sql())) {
                sql.bind(statement, values);
                int count = statement.executeUpdate();
                Acknowledgement.require(connection, statement);
                return count;
            }
        });
    }

    <T extends @Nullable Object> T updateForKey(NamedSql sql, Map<String, ?> values, Reading<T> reading)
            throws SQLException {
        return run(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(sql.sql(), Statement.RETURN_GENERATED_KEYS)) {
                sql.bind(statement, values);
                statement.executeUpdate();
                Acknowledgement.require(connection, statement);
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
            int timeout = limit(connection);
            try {
                if (connection.getAutoCommit()) {
                    return work.on(connection);
                }
                return commit == Commit.AFTER_IT ? withCommit(connection, work) : byAutoCommit(connection, work);
            } finally {
                if (timeout >= 0 && !connection.isClosed()) { // closed if broken on the way: the pool throws it away
                    connection.setNetworkTimeout(Runnable::run, timeout);
                }
            }
        }
    }

    private static <T extends @Nullable Object> T byAutoCommit(Connection connection, Work<T> work)
            throws SQLException {
        connection.setAutoCommit(true);
        try {
            return work.on(connection);
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(false);
            }
        }
    }

    private static <T extends @Nullable Object> T withCommit(Connection connection, Work<T> work) throws SQLException {
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Exception because) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            because.addSuppressed(e); // broken: the pool throws it away
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
}
