// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Checks that every connection leads to the same database. A data source may lead to several ones: by the tenant, or in
 * turn. Two databases hand out the same worker ids, so a registry that used both would issue the same ids as its
 * neighbours.
 *
 * <p>Databases differ in the millisecond at which the namespace was founded. The registry asks for it once, and again
 * on a connection with a URL that it has not seen before. A failover may change the URL, but the standby knows the
 * same time.
 */
final class SameDatabaseCheck {

    private final @Nullable String query;
    private final String namespace;
    private final Set<String> urls = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();

    // Both change only under the lock.
    private volatile @Nullable Long createdAtMillis;
    private String firstUrl = "";

    private SameDatabaseCheck(@Nullable String query, String namespace) {
        this.query = query;
        this.namespace = namespace;
    }

    static SameDatabaseCheck of(String tablePrefix, String namespace) {
        return new SameDatabaseCheck(
                "SELECT created_at_ms FROM " + tablePrefix + "namespace WHERE namespace = ?", namespace);
    }

    /** Accepts every database. */
    static SameDatabaseCheck off() {
        return new SameDatabaseCheck(null, "");
    }

    /**
     * Refuses a connection to another database.
     *
     * @throws WorkerRegistryException if the namespace was founded at another time there, or does not exist there
     */
    void require(Connection connection) throws SQLException {
        if (query == null) {
            return;
        }
        String url = String.valueOf(connection.getMetaData().getURL()); // the driver knows the URL: no round trip
        if (!urls.contains(url)) {
            boolean known = createdAtMillis != null;
            compare(url, read(connection, query), known);
        }
    }

    private @Nullable Long read(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, namespace);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? (Long) rows.getLong(1) : null;
            }
        }
    }

    /**
     * Keeps the first answer of a database, and refuses a database whose answer differs.
     *
     * @param known whether the founding was known when the database was asked; an earlier answer may be from before
     *     it
     */
    private void compare(String url, @Nullable Long seen, boolean known) {
        lock.lock();
        try {
            if (seen == null && !known) {
                return;
            }
            Long first = createdAtMillis;
            if (first == null) {
                createdAtMillis = seen;
                firstUrl = url;
            } else if (!first.equals(seen)) {
                throw Failures.otherDatabase(namespace, withoutSecrets(firstUrl), withoutSecrets(url));
            }
            urls.add(url);
        } finally {
            lock.unlock();
        }
    }

    /** The URL without its parameters and its user: drivers take passwords there. */
    private static String withoutSecrets(String url) {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }
}
