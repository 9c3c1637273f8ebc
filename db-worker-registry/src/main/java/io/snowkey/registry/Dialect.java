// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.util.List;

/**
 * What one kind of database does differently from the SQL of {@link RegistryStatement}. The smallest dialect gives
 * product names and a clock. Each other method has a default that most databases can run.
 *
 * <p>The registry asks its own class loader for dialects with {@link java.util.ServiceLoader}. So a jar adds a
 * database by naming its dialect in {@code META-INF/services/io.snowkey.registry.Dialect}, or in the {@code provides}
 * of its module. Such a dialect takes the place of a shipped one for the same product. A dialect that is elsewhere
 * can be handed to {@link JdbcWorkerRegistry.Builder#dialect}.
 *
 * <p>A dialect keeps every promise of {@link RegistryStatement}. The contract in {@code snowkey-registry-tck} tests
 * that: it runs on the database, and takes each condition out once to see that it is missed.
 *
 * <p>Every method returns the same value each time. An implementation is thread-safe, as one without fields is.
 */
public interface Dialect {

    /** The exact results of {@code DatabaseMetaData.getDatabaseProductName} on such a database. At least one. */
    List<String> products();

    /**
     * The expression for the clock of the database. It is a whole number of milliseconds since the Unix epoch,
     * whatever the time zone of the session and the season. Within a statement it is the same wherever it is
     * mentioned. It may be earlier than the effect of a statement that had to wait, never later.
     */
    String clock();

    /**
     * A statement in the form that this database needs; {@link RegistryStatement#sql} unless overridden. Every
     * condition of the standard form has to be in it: each of them keeps two claims from overlapping.
     *
     * <p>A statement that writes should wait for a lock no longer than {@code :lockMillis}. If a database knows whole
     * seconds only, use {@code :lockSeconds}. Both are written into the text as numbers. They are less than the time
     * for which an answer is waited for.
     */
    default String sql(RegistryStatement statement) {
        return statement.sql();
    }

    /**
     * The text after the column list of a query that reads no table. It is empty unless overridden, or
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
     * How a parameter is written; {@code "?"} unless overridden. If a database cannot tell the type of a parameter in
     * a column list, use {@code "CAST(? AS " + type + ")"}.
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
     * Whether taking a worker id also records who took it; false unless overridden. If it is true, then
     * {@link RegistryStatement#TAKE_NEW} and {@link RegistryStatement#TAKE} do what
     * {@link RegistryStatement#RECORD_HOLDER} does, in the same transaction. They must affect one row if both was done.
     */
    default boolean recordsWhileTaking() {
        return false;
    }

    /**
     * A query for a setting of the server with which a crash takes back acknowledged commits. Its one row and column
     * names the setting in words, and the registry warns of it. If there is no such setting, it returns no row. If a
     * database has no such query, the text is empty, as it is unless overridden.
     */
    default String durability() {
        return "";
    }

    /**
     * The SQLState that the registry knows for an error of this driver. Unless overridden, it is the driver's own, or
     * an empty text if there is none. These states decide what the registry does:
     *
     * <ul>
     *   <li>{@code 23505}: the row is there already. Never for another violation.
     *   <li>{@code 40001}: the whole transaction was rolled back because of others, a lock time-out included. It had
     *       no effect and is repeated. Never where that is not certain.
     *   <li>{@code 40003}, and all that begin with {@code 08}: nobody knows whether it had an effect. It is not
     *       repeated.
     * </ul>
     *
     * <p>These states decide what the error message tells the user to do: {@code 42P01} for a table that is missing,
     * {@code 42703} for a column, {@code 42501} for a right, and {@code 28000} for a login that failed.
     */
    default String sqlState(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** How a statement is committed on a connection that the pool hands out with auto-commit off. */
    enum Commit {
        /** By auto-commit, switched on for the statement. It suits a driver that switches without a round trip. */
        BY_AUTO_COMMIT,
        /** By a commit after it. It costs one round trip, and suits a driver that needs two to switch auto-commit. */
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
         * As a result set with the columns {@code heartbeat_at_ms} and {@code extended}. It suits a database whose
         * first row can be read only once the statement is committed. SQLite's RETURNING does not do that.
         */
        RESULT_SET,
        /** As a generated key, {@code heartbeat_at_ms * 2 + extended}, where an UPDATE returns no rows. */
        GENERATED_KEY
    }
}
