// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * Whether a success is one. PostgreSQL reports a commit as done, with a warning, if its wait for a synchronous standby was
 * cancelled: then a failover may take it back. Other warnings mean nothing of that kind, and some servers add one to every
 * statement, so it is recognised by the place in the server that it comes from: messages come in every language.
 */
final class Acknowledgement {

    private static final String WAIT_FOR_STANDBY = "SyncRepWaitForLSN";

    private Acknowledgement() {}

    /**
     * @throws SQLException with the state 40003, statement completion unknown, if the standby did not confirm
     */
    static void require(Connection connection, Statement statement) throws SQLException {
        if (isInDoubt(connection)) {
            require(statement.getWarnings());
            require(connection.getWarnings());
        }
    }

    /**
     * Whether a success on this connection may be none. Other drivers ask the server for its warnings, which is a round
     * trip.
     */
    static boolean isInDoubt(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    /** The same of a commit that was sent by itself, on a connection where that may be. */
    static void requireOfCommit(Connection connection) throws SQLException {
        require(connection.getWarnings());
    }

    private static void require(@Nullable SQLWarning first) throws SQLException {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            if (WAIT_FOR_STANDBY.equals(routine(warning))) {
                throw new SQLException(
                        "The commit was not confirmed by the synchronous standby: " + warning.getMessage(),
                        "40003",
                        warning);
            }
        }
    }

    /** By reflection, for the driver of PostgreSQL is there only where it is needed. */
    private static @Nullable Object routine(SQLWarning warning) {
        if (!"01000".equals(warning.getSQLState())) {
            return null;
        }
        try {
            Object message =
                    warning.getClass().getMethod("getServerErrorMessage").invoke(warning);
            return message == null
                    ? null
                    : message.getClass().getMethod("getRoutine").invoke(message);
        } catch (ReflectiveOperationException otherDriver) {
            return null;
        }
    }
}
