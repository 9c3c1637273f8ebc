// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.sql.SQLException;
import java.util.Set;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * Makes the pool throw away a connection whose H2 server has gone. H2 reports that with SQL states of its own, which
 * the pool does not know.
 */
public final class H2ExceptionOverride implements SQLExceptionOverride {

    /** The states: object closed, connection broken, database closed, database called at shutdown. */
    private static final Set<String> STATES = Set.of("90007", "90067", "90098", "90121");

    /** The pool creates it. */
    public H2ExceptionOverride() {}

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException e) {
        return STATES.contains(String.valueOf(e.getSQLState()))
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
