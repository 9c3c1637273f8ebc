// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.sql.SQLException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Recognises a database that answers, and refuses. The SQLState and the error code tell, because messages come in every
 * language.
 */
final class AccessDenied {

    static final String ACTION =
            "The database answered: the user that connects may not do this. Check its name and password, and let it read and"
                    + " write rows of snowkey_namespace, snowkey_worker and snowkey_holder, and read the view"
                    + " snowkey_worker_status. Tables are created by another user with spring.flyway.user or"
                    + " spring.liquibase.user, and snowkey.registry.flyway=true or snowkey.registry.liquibase=true.";

    /**
     * The SQLStates: PostgreSQL's insufficient privilege and wrong password; H2's missing rights; a wrong user
     * everywhere.
     */
    private static final Set<String> STATES = Set.of("42501", "28P01", "28000", "90040", "90096");

    /**
     * The error codes of MySQL and MariaDB, whose SQLStates are too general. They mean: no access to the server, or to
     * a database, a table, a column, a routine or an operation.
     */
    private static final Set<Integer> CODES = Set.of(1044, 1045, 1142, 1143, 1227, 1370, 1698);

    private AccessDenied() {}

    static boolean isIn(@Nullable Throwable failure) {
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof SQLException sql
                    && (STATES.contains(String.valueOf(sql.getSQLState())) || CODES.contains(sql.getErrorCode()))) {
                return true;
            }
        }
        return false;
    }
}
