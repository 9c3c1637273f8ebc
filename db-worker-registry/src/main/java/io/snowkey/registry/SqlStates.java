// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Tells what an error means by its type and SQLState, because messages come in every language. */
final class SqlStates {

    /** PostgreSQL's states for an undefined table and schema, and those of MySQL, MariaDB and H2. */
    private static final Set<String> MISSING = Set.of("42P01", "3F000", "42S02", "42S03", "42S04", "90079");

    /** PostgreSQL's state for an undefined column, and that of MySQL, MariaDB and H2. */
    private static final Set<String> MISSING_COLUMN = Set.of("42703", "42S22");

    /** Serialization failure, PostgreSQL's deadlock, and H2's concurrent update. */
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01", "90131");

    /**
     * H2's lock time-out. The state alone does not do: with other databases, nobody then knows whether there was an
     * effect.
     */
    private static final int H2_LOCK_TIMEOUT = 50200;

    /** MySQL's and MariaDB's lock wait time-out and deadlock, which hide behind general states. */
    private static final Set<Integer> ROLLED_BACK_CODES = Set.of(1205, 1213);

    /** PostgreSQL's states for a prepared statement that exists already, or does not exist. */
    private static final Set<String> PREPARED_ELSEWHERE = Set.of("42P05", "26000");

    /** No right to a table, schema or database, on PostgreSQL and H2. */
    private static final Set<String> DENIED = Set.of("42501", "90096");

    /** The same on MySQL and MariaDB: a database, a table, a column, a super right, a routine. */
    private static final Set<Integer> DENIED_CODES = Set.of(1044, 1142, 1143, 1227, 1370);

    private SqlStates() {}

    /**
     * Whether another process inserted the row first. MySQL and MariaDB tell it from other violations by the code
     * alone.
     */
    static boolean isDuplicateKey(SQLException e) {
        return state(e).equals("23505") || (state(e).equals("23000") && e.getErrorCode() == 1062);
    }

    /** Whether the statement had no effect, and is worth another try. */
    static boolean isRolledBack(SQLException e) {
        if (isUnknown(e)) {
            return false;
        }
        return e instanceof SQLTransactionRollbackException
                || ROLLED_BACK.contains(state(e))
                || (state(e).equals("HYT00") && e.getErrorCode() == H2_LOCK_TIMEOUT)
                || (state(e).equals("HY000") && ROLLED_BACK_CODES.contains(e.getErrorCode()));
    }

    /** Whether nobody knows if the statement had an effect: its completion is unknown, or the connection broke. */
    private static boolean isUnknown(SQLException e) {
        return state(e).equals("40003") || state(e).startsWith("08");
    }

    static boolean isMissingTable(SQLException e) {
        return MISSING.contains(state(e));
    }

    static boolean isMissingColumn(SQLException e) {
        return MISSING_COLUMN.contains(state(e));
    }

    /** Whether the user of the database lacks a right. */
    static boolean isDenied(SQLException e) {
        return DENIED.contains(state(e)) || (state(e).startsWith("42") && DENIED_CODES.contains(e.getErrorCode()));
    }

    /** Whether the database does not let this user in. Pools hide that behind a time-out. */
    static boolean isLoginFailed(SQLException e) {
        return chain(e).anyMatch(
                        it -> it instanceof SQLException sql && state(sql).startsWith("28"));
    }

    /** Whether all connections of the pool were in use. Then neither the database nor the network had a part in it. */
    static boolean isPoolExhausted(SQLException e) {
        return e instanceof NoConnectionException
                && chain(e).allMatch(it ->
                        it instanceof SQLException sql ? state(sql).isEmpty() : !(it instanceof IOException))
                && chain(e).anyMatch(SqlStates::isTimeout);
    }

    /** Whether a pool ran out of time, as HikariCP, Agroal, DBCP and Tomcat's pool say it. */
    private static boolean isTimeout(Throwable e) {
        return e instanceof SQLTransientConnectionException
                || e instanceof SQLTimeoutException
                || e instanceof NoSuchElementException
                || e.getClass().getSimpleName().equals("PoolExhaustedException")
                || String.valueOf(e.getMessage()).contains("acquisition timeout");
    }

    /**
     * What caused an exception, and what the driver says beside it. Each is there once, and their number is bounded.
     */
    static Stream<Throwable> causes(Throwable e) {
        return chain(e).skip(1);
    }

    /** The exception itself, what caused it, and what the driver says beside it. */
    private static Stream<Throwable> chain(Throwable e) {
        Set<Throwable> seen = new LinkedHashSet<>();
        Deque<Throwable> left = new ArrayDeque<>(List.of(e));
        while (!left.isEmpty() && seen.size() < 20) {
            Throwable next = left.pop();
            if (seen.add(next)) {
                Stream.of(next.getCause(), next instanceof SQLException sql ? sql.getNextException() : null)
                        .filter(Objects::nonNull)
                        .forEach(left::push);
            }
        }
        return seen.stream();
    }

    /**
     * Whether a statement was prepared in another session than the one that uses it. Then there is a pooler in
     * between.
     */
    static boolean isPreparedElsewhere(SQLException e) {
        return PREPARED_ELSEWHERE.contains(state(e));
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
