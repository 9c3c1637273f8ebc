// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * Checks that a commit that succeeded cannot be taken back by a failover. PostgreSQL can be told to wait for a
 * synchronous standby. If that wait was cancelled, it reports the commit as done, with a warning. Other warnings mean
 * nothing of that kind, and some servers add one to every statement. So this class looks at the place in the server
 * that a warning comes from, because messages come in every language.
 */
final class Acknowledgement {

    private static final String WAIT_FOR_STANDBY = "SyncRepWaitForLSN";

    private Acknowledgement() {}

    /**
     * Checks the warnings after a statement.
     *
     * @throws SQLException with the state 40003, statement completion unknown, if the standby did not confirm
     */
    static void require(Connection connection, Statement statement) throws SQLException {
        if (isInDoubt(connection)) {
            require(statement.getWarnings());
            require(connection.getWarnings());
        }
    }

    /**
     * Whether a success on this connection has to be checked. With other databases it need not, and their drivers
     * would ask the server for its warnings, which is a round trip.
     */
    static boolean isInDoubt(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    /** Checks the warnings after {@link Connection#commit}, on a connection where {@link #isInDoubt} is true. */
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

    /**
     * The place in the server that a warning comes from. It is read by reflection, because the driver of PostgreSQL
     * is present only where it is needed.
     */
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
