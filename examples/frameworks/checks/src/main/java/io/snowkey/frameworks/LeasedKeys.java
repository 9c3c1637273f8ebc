// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

import io.snowkey.DecodedId;
import io.snowkey.SnowflakeLayout;

/** What keys have to be in a database where worker ids are leased. */
public final class LeasedKeys {

    private LeasedKeys() {}

    /**
     * Looks at the keys that an application has just stored.
     *
     * @param database where the application leases its worker ids
     * @param before when the application was not yet running
     * @return the worker ids that the keys name
     * @throws AssertionError if the keys are none, or one of them is there twice, is not positive, was not made since, or names
     *     a worker id that nobody holds
     * @throws SQLException if the tables of the registry cannot be read
     */
    public static Set<Long> check(DataSource database, Instant before, Collection<Long> keys) throws SQLException {
        require(!keys.isEmpty(), "no keys");
        require(new HashSet<>(keys).size() == keys.size(), "a key is there twice: " + keys);
        Set<Long> held = held(database);
        Set<Long> named = new TreeSet<>();
        for (long key : keys) {
            require(key > 0, "not positive: " + key);
            DecodedId decoded = SnowflakeLayout.DEFAULT.decode(key);
            require(
                    !decoded.instant().isBefore(before.truncatedTo(ChronoUnit.MILLIS))
                            && !decoded.instant().isAfter(Instant.now()),
                    "not made between " + before + " and now: " + decoded);
            require(held.contains(decoded.workerId()), "worker ids " + held + " are held, and not that of " + decoded);
            named.add(decoded.workerId());
        }
        return named;
    }

    /** The worker ids that somebody holds. */
    public static Set<Long> held(DataSource database) throws SQLException {
        Set<Long> held = new TreeSet<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT worker_id FROM snowkey_worker WHERE holder IS NOT NULL")) {
            while (rows.next()) {
                held.add(rows.getLong(1));
            }
        }
        return held;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
