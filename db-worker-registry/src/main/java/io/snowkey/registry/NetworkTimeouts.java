// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/**
 * Limits how long a connection waits for its server, where the driver can do that. A driver that cannot is not asked
 * again.
 */
final class NetworkTimeouts {

    /** Stands for no time-out that could be set back. */
    static final int NONE = -1;

    private volatile boolean unsupported;

    /** Sets the time-out. Returns the one before, or {@link #NONE}. */
    int limit(Connection connection, int millis) throws SQLException {
        if (unsupported) {
            return NONE;
        }
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, millis);
            return before;
        } catch (SQLFeatureNotSupportedException e) {
            unsupported = true;
            return NONE;
        }
    }
}
