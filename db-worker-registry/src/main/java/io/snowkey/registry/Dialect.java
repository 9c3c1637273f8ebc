// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

/** What one kind of database does differently from the SQL of {@link RegistryStatement}. */
interface Dialect {

    /** What {@code DatabaseMetaData.getDatabaseProductName} says on such a database. */
    List<String> products();

    /** The name in {@code schema-<platform>.sql}. */
    String platform();

    /**
     * The expression for the clock of the database: milliseconds since the Unix epoch, the same throughout a statement,
     * whatever the time zone of the session. It may be earlier than the effect of a statement that had to wait, never later.
     */
    String clock();

    /**
     * A statement in the form that this database needs. Every condition of the standard form has to be in it: each of them
     * keeps two claims from overlapping. It should wait for a lock no longer than {@code :lockMillis}, which is {@code :lockSeconds}
     * where a database knows whole seconds only; both are written as numbers, and less than what an answer is waited for.
     */
    String sql(RegistryStatement statement);

    /** Whether the statements that take a worker id write down who took it, so that {@link RegistryStatement#RECORD} need not. */
    default boolean recordsWhileTaking() {
        return false;
    }

    /**
     * A query whose one row and column says in words which setting of the server has it acknowledge commits that a crash takes
     * back. No row if there is none, and no text where there is no such query.
     */
    default String durability() {
        return "";
    }

    /** How the answer of {@link RegistryStatement#RENEW} travels. */
    default RenewalForm renewal() {
        return RenewalForm.RESULT_SET;
    }

    /** How a statement is committed if the pool has auto-commit off. */
    default Commit commit() {
        return Commit.AFTER_IT;
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
        /** As a result set with the columns {@code heartbeat_at_ms} and {@code extended}. */
        RESULT_SET,
        /**
         * As a generated key, {@code heartbeat_at_ms * 2 + extended}: a database whose UPDATE returns no rows has no other
         * way to answer without a second round trip.
         */
        GENERATED_KEY
    }
}
