// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;

/** There was no connection to be had: nothing was asked of the database. Looks like what the pool threw, which is its cause. */
final class NoConnectionException extends SQLException {

    private static final long serialVersionUID = 1;

    NoConnectionException(SQLException cause) {
        super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    }
}
