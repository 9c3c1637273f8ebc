// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

import io.snowkey.registry.Dialect.Commit;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on connections of the pool, and hands each connection back as it was. Each statement is a
 * transaction of its own.
 *
 * @param timeoutMillis how long to wait for an answer. Without this limit, a connection whose other end has
 *     vanished would hold the heartbeat for as long as TCP hopes for an answer, and the claim would run out
 *     meanwhile
 * @param sameDatabase checks that every connection leads to the same database
 * @param commit how a statement is committed if the pool has auto-commit off
 * @param states finds the SQLState of an error of the driver
 * @param inUse the connection that each thread has in hand
 */
record Sql(
        DataSource dataSource,
        int timeoutMillis,
        SameDatabaseCheck sameDatabase,
        Commit commit,
        Function<SQLException, String> states,
        ConnectionsInUse inUse,
        NetworkTimeouts timeouts) {

    private static final NonThrowingLog log = NonThrowingLog.of(Sql.class);

    static Sql of(DataSource dataSource, int timeoutMillis) {
        return of(dataSource, timeoutMillis, SameDatabaseCheck.off());
    }

    static Sql of(DataSource dataSource, int timeoutMillis, SameDatabaseCheck sameDatabase) {
        return new Sql(
                dataSource,
                timeoutMillis,
                sameDatabase,
                Commit.AFTER_IT,
                SQLException::getSQLState,
                new ConnectionsInUse(),
                new NetworkTimeouts());
    }

    Sql with(Dialect dialect) {
        return new Sql(dataSource, timeoutMillis, sameDatabase, dialect.commit(), dialect::sqlState, inUse, timeouts);
    }

    /** Reads the answer of a statement. */
    interface RowReader<T extends @Nullable Object> {
        T of(ResultSet rows) throws SQLException;
    }

    <T extends @Nullable Object> T query(NamedSql sql, Map<String, ?> values, RowReader<T> reader) throws SQLException {
        return run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.sql())) {
                sql.bind(statement, values);
                try (ResultSet rows = statement.executeQuery()) {
                    Acknowledgement.require(connection, statement);
                    return reader.of(rows);
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

    <T extends @Nullable Object> T updateForKey(NamedSql sql, Map<String, ?> values, RowReader<T> reader)
            throws SQLException {
        return run(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(sql.sql(), Statement.RETURN_GENERATED_KEYS)) {
                sql.bind(statement, values);
                statement.executeUpdate();
                Acknowledgement.require(connection, statement);
                try (ResultSet rows = statement.getGeneratedKeys()) {
                    return reader.of(rows);
                }
            }
        });
    }

    /** Updates a row, and reads it in the same transaction. What was read counts once the commit is acknowledged. */
    <T> Optional<T> updateAndQuery(
            NamedSql update, NamedSql query, Map<String, ?> values, RowReader<Optional<T>> reader) throws SQLException {
        return inTransaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(update.sql())) {
                update.bind(statement, values);
                if (statement.executeUpdate() == 0) {
                    return Optional.empty();
                }
            }
            try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
                query.bind(statement, values);
                try (ResultSet rows = statement.executeQuery()) {
                    return reader.of(rows);
                }
            }
        });
    }

    /** What the database calls itself. This runs no statement, because there may be no dialect for the database. */
    String product() throws SQLException {
        return connected(() -> inHand().getMetaData().getDatabaseProductName());
    }

    private interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    private <T extends @Nullable Object> T run(Work<T> work) throws SQLException {
        return inSameDatabase(work, (connection, checked) -> {
            if (connection.getAutoCommit()) {
                return checked.on(connection);
            }
            return commit == Commit.AFTER_IT
                    ? withCommit(connection, checked)
                    : withAutoCommit(true, connection, checked);
        });
    }

    private <T extends @Nullable Object> T inTransaction(Work<T> work) throws SQLException {
        return inSameDatabase(
                work,
                (connection, checked) -> connection.getAutoCommit()
                        ? withAutoCommit(false, connection, it -> withCommit(it, checked))
                        : withCommit(connection, checked));
    }

    private interface Committing<T extends @Nullable Object> {
        T run(Connection connection, Work<T> work) throws SQLException;
    }

    /** Runs work in the one database that is allowed. Errors get the SQLStates that the registry knows. */
    private <T extends @Nullable Object> T inSameDatabase(Work<T> work, Committing<T> committing) throws SQLException {
        return connected(() -> {
            try {
                return committing.run(inHand(), connection -> {
                    sameDatabase.require(connection);
                    return work.on(connection);
                });
            } catch (SQLException e) {
                throw withKnownState(e);
            }
        });
    }

    private SQLException withKnownState(SQLException e) {
        String state = states.apply(e);
        return state == null || state.equals(e.getSQLState() == null ? "" : e.getSQLState())
                ? e
                : new SQLException(e.getMessage(), state, e.getErrorCode(), e);
    }

    private Connection inHand() {
        return Objects.requireNonNull(inUse.mine());
    }

    /**
     * Takes a connection, runs the work, and gives the connection back. All statements of the work run on this
     * connection. What the work measures does not contain the time that the pool took.
     */
    <T extends @Nullable Object> T connected(Retry.Attempt<T> work) throws SQLException {
        if (inUse.mine() != null) {
            return work.run();
        }
        Connection connection = inUse.take(dataSource);
        int timeout = NetworkTimeouts.NONE;
        T result;
        try {
            timeout = timeouts.limit(connection, timeoutMillis);
            if (timeout == NetworkTimeouts.NONE
                    // HikariCP closes a connection whose driver refused the time-out. The next one is not asked for
                    // a time-out.
                    && connection.isClosed()) {
                giveBack(connection, timeout, null);
                return connected(work);
            }
            result = work.run();
        } catch (Throwable failure) { // an error, too: even without memory, the connection goes back
            giveBack(connection, timeout, failure);
            throw failure;
        }
        giveBack(connection, timeout, null);
        return result;
    }

    /**
     * Gives a connection back. A failure here never hides why the work failed, and never makes work fail that was
     * done.
     */
    private void giveBack(Connection connection, int timeout, @Nullable Throwable because) {
        quietly(because, () -> {
            if (timeout != NetworkTimeouts.NONE
                    // A connection that broke on the way is closed, and the pool throws it away.
                    && !connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, timeout);
            }
        });
        quietly(because, connection::close);
        inUse.givenBack();
    }

    private interface Cleanup {
        void run() throws SQLException;
    }

    private static boolean quietly(@Nullable Throwable because, Cleanup cleanup) {
        try {
            cleanup.run();
            return true;
        } catch (SQLException | RuntimeException e) {
            if (because == null) {
                log.debug("A connection could not be handed back as it was", e);
            } else if (e != because) {
                because.addSuppressed(e); // the connection is broken: the pool throws it away
            }
            return false;
        }
    }

    private static <T extends @Nullable Object> T withAutoCommit(boolean on, Connection connection, Work<T> work)
            throws SQLException {
        connection.setAutoCommit(on);
        T result;
        try {
            result = work.on(connection);
        } catch (Throwable failure) {
            switchBack(!on, connection, failure);
            throw failure;
        }
        switchBack(!on, connection, null);
        return result;
    }

    /**
     * Sets auto-commit back, because the next user of the connection relies on it. If that fails, breaks the
     * connection.
     */
    private static void switchBack(boolean on, Connection connection, @Nullable Throwable because) {
        boolean done = quietly(because, () -> {
            if (!connection.isClosed()) {
                connection.setAutoCommit(on);
            }
        });
        if (!done) {
            quietly(because, () -> connection.abort(Runnable::run));
        }
    }

    private static <T extends @Nullable Object> T withCommit(Connection connection, Work<T> work) throws SQLException {
        try {
            T result = work.on(connection);
            boolean inDoubt = Acknowledgement.isInDoubt(connection);
            connection.commit();
            if (inDoubt) {
                Acknowledgement.requireOfCommit(connection);
            }
            return result;
        } catch (Throwable failure) {
            quietly(failure, () -> {
                if (!connection.isClosed()) {
                    connection.rollback();
                }
            });
            throw failure;
        }
    }
}
