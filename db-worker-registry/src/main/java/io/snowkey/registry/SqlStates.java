// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Set;

/** What an error means, by its type and SQLState: messages come in every language. */
final class SqlStates {

    /** PostgreSQL's undefined table and schema, and what MySQL, MariaDB and H2 say. */
    private static final Set<String> MISSING = Set.of("42P01", "3F000", "42S02", "42S03", "42S04", "90079");

    /** PostgreSQL's undefined column, and what MySQL, MariaDB and H2 say. */
    private static final Set<String> MISSING_COLUMN = Set.of("42703", "42S22");

    /** Serialization failure, PostgreSQL's deadlock, H2's concurrent update and lock time-out. */
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01", "90131", "HYT00");

    /** MySQL's and MariaDB's lock wait time-out and deadlock, which hide behind general states. */
    private static final Set<Integer> ROLLED_BACK_CODES = Set.of(1205, 1213);

    /** PostgreSQL's prepared statement that is there already, or not. */
    private static final Set<String> PREPARED_ELSEWHERE = Set.of("42P05", "26000");

    private SqlStates() {}

    /** Somebody else inserted the row first; MySQL and MariaDB tell it from other violations by the code alone. */
    static boolean isDuplicateKey(SQLException e) {
        return state(e).equals("23505") || (state(e).equals("23000") && e.getErrorCode() == 1062);
    }

    /** The statement had no effect, and is worth another try. */
    static boolean isRolledBack(SQLException e) {
        return (e instanceof SQLTransactionRollbackException && !state(e).equals("40003"))
                || ROLLED_BACK.contains(state(e))
                || (state(e).equals("HY000") && ROLLED_BACK_CODES.contains(e.getErrorCode()));
    }

    static boolean isMissingTable(SQLException e) {
        return MISSING.contains(state(e));
    }

    static boolean isMissingColumn(SQLException e) {
        return MISSING_COLUMN.contains(state(e));
    }

    /** A statement was prepared in another session than the one it is used in, so there is a pooler in between. */
    static boolean isPreparedElsewhere(SQLException e) {
        return PREPARED_ELSEWHERE.contains(state(e));
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
