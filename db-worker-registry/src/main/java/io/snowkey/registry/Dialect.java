// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

/**
 * Every statement that the registry runs on one kind of database. {@code {prefix}} stands for what table names begin
 * with, {@code {now}} for the clock of the database: milliseconds since the Unix epoch, the same throughout a statement,
 * whatever the time zone of the session.
 *
 * @param products what {@code DatabaseMetaData.getDatabaseProductName} says on such a database
 * @param platform the name in {@code schema-<platform>.sql}
 * @param now the expression for {@code {now}}
 * @param found inserts the namespace row; does nothing, or violates the primary key, if there is one
 * @param layout reads the namespace row
 * @param survey reads the database's clock and whether the namespace has our layout (null if there is no namespace), and for each worker id of the range that has a row its generation and rank: 0
 *     not eligible, 1 eligible, 2 eligible and last held by this instance. One row without a worker id if there are none
 * @param create takes a worker id that has no row: one row affected, or none, or the primary key is violated
 * @param take takes a worker id that has a row, if its generation is still the one seen and it is still eligible: one row
 *     affected, or none
 * @param record writes down who took it, before an id is issued; empty if {@code create} and {@code take} do that themselves
 * @param renew the heartbeat: one row with the database's clock and whether the reservation was extended, or no row if
 *     the lease is lost
 * @param renewal how {@code renew} brings its row back
 * @param release gives the worker id back
 * @param prune forgets who held the worker id under earlier generations, longer ago than the retention
 * @param occupancy counts held and cooling worker ids of the range, and says when the next one frees up
 * @param status reads the status view
 * @param commit how a statement is committed if the pool has auto-commit off
 */
record Dialect(
        List<String> products,
        String platform,
        String now,
        String found,
        String layout,
        String survey,
        String create,
        String take,
        String record,
        String renew,
        RenewalForm renewal,
        String release,
        String prune,
        String occupancy,
        String status,
        Commit commit) {

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
