// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;

/**
 * No connection could be had, so the database was asked nothing. It has the message, state and code of its cause,
 * which the pool threw.
 */
final class NoConnectionException extends SQLException {

    private static final long serialVersionUID = 1;

    NoConnectionException(SQLException cause) {
        super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    }
}
