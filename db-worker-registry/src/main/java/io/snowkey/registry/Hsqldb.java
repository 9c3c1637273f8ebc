// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.util.List;

/** HSQLDB 2.7: the standard form of every statement. */
final class Hsqldb implements Dialect {

    private static final int NO_SUCH_OBJECT = -5501;

    @Override
    public List<String> products() {
        return List.of("HSQL Database Engine");
    }

    /** The function without an argument: the time at which the statement began, independent of time zones. */
    @Override
    public String clock() {
        return "UNIX_MILLIS()";
    }

    @Override
    public String fromDual() {
        return " FROM (VALUES (0)) AS one_row (nothing)";
    }

    /** Casts each parameter. HSQLDB does not derive the type of a parameter in a column list. */
    @Override
    public String parameter(String type) {
        return "CAST(? AS " + type + ")";
    }

    /**
     * Takes one error for a missing table. HSQLDB says "user lacks privilege or object not found" for both causes,
     * and the missing object is what happens.
     */
    @Override
    public String sqlState(SQLException e) {
        return e.getErrorCode() == NO_SUCH_OBJECT ? "42P01" : Dialect.super.sqlState(e);
    }
}
