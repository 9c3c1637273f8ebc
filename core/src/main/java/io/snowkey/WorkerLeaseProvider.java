// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.Map;

/**
 * Makes leases for those who know settings and connections, and no registry: Hibernate, for instance. It is found as a service,
 * by {@link java.util.ServiceLoader}; the one in {@code snowkey-db-worker-registry} keeps the worker ids in a database.
 *
 * <p>Settings have the names that start with {@code snowkey.}; a provider leaves alone those that it does not know.
 * Implementations are thread-safe.
 */
public interface WorkerLeaseProvider {

    /**
     * A lease that acquires its worker id with the first {@link WorkerLease#claim() claim}, so that it can be made before the
     * database is there. Closing it gives back all it acquired, and nothing if that was nothing.
     *
     * @param layout the layout of the ids
     * @param settings what the lease is to be like, by name
     * @param connections where the provider gets its connections, whenever it needs one, from any thread
     * @throws IllegalArgumentException if a setting cannot be read or is out of range; the message names it
     */
    WorkerLease lease(SnowflakeLayout layout, Map<String, String> settings, Connections<?> connections);

    /**
     * The statements that create what the leases are kept in, in the language of a database, each ended by a semicolon.
     *
     * @param database such as {@code postgresql}
     * @param settings as for the lease: they may say what tables are called
     * @throws IllegalArgumentException if a setting cannot be read, or if there are no statements for that database
     */
    String schema(String database, Map<String, String> settings);

    /**
     * Connections that somebody else opens, and wants back. Thread-safe.
     *
     * @param <C> what a connection is, such as {@code java.sql.Connection}
     */
    interface Connections<C> {

        /** A connection that nobody else uses now, outside of any transaction. */
        C open() throws Exception;

        /** Takes it back. */
        void giveBack(C connection) throws Exception;
    }
}
