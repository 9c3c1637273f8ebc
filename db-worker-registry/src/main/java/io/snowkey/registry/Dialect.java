// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.util.List;

/**
 * What one kind of database does differently from the SQL of {@link RegistryStatement}. The smallest dialect says a
 * product and a clock; each other method has a default that most databases can run.
 *
 * <p>The registry asks its own class loader for dialects with {@link java.util.ServiceLoader}. So a jar adds a database
 * by naming its dialect in {@code META-INF/services/io.snowkey.registry.Dialect}, or in the {@code provides} of its
 * module. Such a dialect takes the place of a shipped one for the same product. One that is elsewhere can be handed to
 * {@link JdbcWorkerRegistry.Builder#dialect}.
 *
 * <p>A dialect keeps every promise of {@link RegistryStatement}. Whether it does is no matter of opinion: the contract
 * in {@code snowkey-registry-tck} runs on the database, and takes each condition out once to see that it is missed.
 *
 * <p>Every method returns the same value each time. An implementation is thread-safe, as one without fields is.
 */
public interface Dialect {

    /** What {@code DatabaseMetaData.getDatabaseProductName} says on such a database, to the letter. At least one. */
    List<String> products();

    /**
     * The expression for the clock of the database: a whole number of milliseconds since the Unix epoch, whatever the
     * time zone of the session and the season. Within a statement it is the same wherever it is mentioned. It may be
     * earlier than the effect of a statement that had to wait, never later.
     */
    String clock();

    /**
     * A statement in the form that this database needs; {@link RegistryStatement#sql} unless overridden. Every
     * condition of the standard form has to be in it: each of them keeps two claims from overlapping.
     *
     * <p>A statement that writes should wait for a lock no longer than {@code :lockMillis}, which is {@code
     * :lockSeconds} where a database knows whole seconds only. Both are written into the text as numbers, and are less
     * than what an answer is waited for.
     */
    default String sql(RegistryStatement statement) {
        return statement.sql();
    }

    /**
     * What stands between the column list and the rest of a query that reads no table: nothing unless overridden, or
     * {@code " FROM DUAL"}.
     */
    default String fromDual() {
        return "";
    }

    /** The function that returns the greater of two numbers; {@code greatest} unless overridden. */
    default String greatest() {
        return "greatest";
    }

    /**
     * How a parameter is written; {@code "?"} unless overridden. A database that cannot tell the type of a parameter in
     * a column list takes {@code "CAST(? AS " + type + ")"}.
     *
     * @param type {@code BIGINT}, or {@code VARCHAR(n)} for a text of at most n characters
     */
    default String parameter(String type) {
        return "?";
    }

    /** How the answer of {@link RegistryStatement#RENEW} travels; {@link RenewalForm#READ_BACK} unless overridden. */
    default RenewalForm renewal() {
        return RenewalForm.READ_BACK;
    }

    /** How a statement is committed if the pool has auto-commit off; {@link Commit#AFTER_IT} unless overridden. */
    default Commit commit() {
        return Commit.AFTER_IT;
    }

    /**
     * Whether {@link RegistryStatement#CREATE} and {@link RegistryStatement#TAKE} write down who took the worker id, in
     * the same transaction, so that {@link RegistryStatement#RECORD} need not; false unless overridden. They must
     * affect one row, then, if both was done.
     */
    default boolean recordsWhileTaking() {
        return false;
    }

    /**
     * A query whose one row and column says in words which setting of the server has it acknowledge commits that a
     * crash takes back; the registry warns of it. No row if there is none, and no text, as unless overridden, where
     * there is no such query.
     */
    default String durability() {
        return "";
    }

    /**
     * The SQLState that the registry knows for an error of this driver; the driver's own unless overridden, and an
     * empty text where it has none. These decide what the registry does:
     *
     * <ul>
     *   <li>{@code 23505}: the row is there already. Never for another violation.
     *   <li>{@code 40001}: the whole transaction was rolled back because of others, a lock time-out included. It had no
     *       effect and is repeated. Never where that is not certain.
     *   <li>{@code 40003}, and all that begin with {@code 08}: nobody knows whether it had an effect. It is not
     *       repeated.
     * </ul>
     *
     * <p>These decide what the error message tells the user to do: {@code 42P01} for a table that is missing, {@code
     * 42703} for a column, {@code 42501} for a right, and {@code 28000} for a login that failed.
     */
    default String sqlState(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** How a statement is committed on a connection that the pool hands out with auto-commit off. */
    enum Commit {
        /** By auto-commit, switched on for the statement: where the driver does that without a round trip. */
        BY_AUTO_COMMIT,
        /** By a commit after it: where switching costs two round trips, a commit costs one. */
        AFTER_IT
    }

    /** How the answer of a heartbeat travels. */
    enum RenewalForm {
        /**
         * {@link RegistryStatement#RENEW} is an UPDATE, and {@link RegistryStatement#RENEWED} reads the row in the same
         * transaction. Every database can do so. It costs up to three round trips more than the other forms.
         */
        READ_BACK,
        /**
         * As a result set with the columns {@code heartbeat_at_ms} and {@code extended}: where its first row can be
         * read only once the statement is committed. SQLite's RETURNING is no such case.
         */
        RESULT_SET,
        /** As a generated key, {@code heartbeat_at_ms * 2 + extended}, where an UPDATE returns no rows. */
        GENERATED_KEY
    }
}
