// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.Map;

/**
 * Makes leases from settings and connections, for callers that know no registry, such as Hibernate. It is found by
 * {@link java.util.ServiceLoader}. The one in {@code snowkey-db-worker-registry} keeps the worker ids in a database.
 *
 * <p>The names of settings start with {@code snowkey.}. A provider ignores those that it does not know. Implementations
 * are thread-safe.
 */
public interface WorkerLeaseProvider {

    /**
     * Makes a lease that acquires its worker id with the first {@link WorkerLease#claim() claim}. So it can be made
     * before the database is there. A close gives the worker id back, if there is one.
     *
     * @param layout the layout of the ids
     * @param settings the settings of the lease, by name
     * @param connections where the provider gets its connections, at any time and from any thread
     * @throws IllegalArgumentException if a setting cannot be read or is out of range; the message names it
     */
    WorkerLease lease(SnowflakeLayout layout, Map<String, String> settings, Connections<?> connections);

    /**
     * The statements that create the tables of the leases, in the SQL of a database. A semicolon ends each one.
     *
     * @param database such as {@code postgresql}
     * @param settings as for the lease; they may name the tables
     * @throws IllegalArgumentException if a setting cannot be read, or if there are no statements for that database
     */
    String schema(String database, Map<String, String> settings);

    /**
     * Connections that belong to the caller, who wants them back. Thread-safe.
     *
     * @param <C> the type of a connection, such as {@code java.sql.Connection}
     */
    interface Connections<C> {

        /** Opens a connection that nobody else uses now, outside of any transaction. */
        C open() throws Exception;

        /** Takes a connection back. */
        void giveBack(C connection) throws Exception;
    }
}
