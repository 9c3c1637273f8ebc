// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.util.List;

/**
 * SQLite 3.24 and later. The database is a file, and its processes are on one machine. It has one writer at a time.
 * A statement that waits longer than {@code busy_timeout} (3 s, unless the URL says otherwise) fails as busy, and
 * has no effect.
 */
final class Sqlite implements Dialect {

    private static final int BUSY = 5;
    private static final int LOCKED = 6;

    @Override
    public List<String> products() {
        return List.of("SQLite");
    }

    /** The time {@code 'now'}, which is the same throughout a statement, and always UTC. */
    @Override
    public String clock() {
        return "(CAST(strftime('%s', 'now') AS INTEGER) * 1000 + CAST(substr(strftime('%f', 'now'), 4) AS INTEGER))";
    }

    @Override
    public String greatest() {
        return "max";
    }

    @Override
    public String sql(RegistryStatement statement) {
        return switch (statement) {
            // The driver tells a violated key from other violations by the message alone.
            case CREATE_NAMESPACE, TAKE_NEW, RECORD_HOLDER, REINSTALL_MISSING, REPAIR_MISSING ->
                statement.sql().stripTrailing() + "\nON CONFLICT DO NOTHING";
            default -> statement.sql();
        };
    }

    /**
     * Reads the row after the UPDATE. SQLite has RETURNING, but commits such a statement only once its rows are
     * read to the end, so an answer would count before its commit.
     */
    @Override
    public RenewalForm renewal() {
        return RenewalForm.READ_BACK;
    }

    /** Makes SQLStates of error codes and messages. The driver of SQLite has none. */
    @Override
    public String sqlState(SQLException e) {
        int code = e.getErrorCode() & 0xff;
        String message = String.valueOf(e.getMessage());
        if (code == BUSY || code == LOCKED) {
            return "40001";
        }
        return message.contains("no such table")
                ? "42P01"
                : message.contains("no such column") || message.contains("has no column")
                        ? "42703"
                        : Dialect.super.sqlState(e);
    }

    /** Finds a journal that is not flushed. A crash of the machine may then lose a commit. */
    @Override
    public String durability() {
        return "SELECT 'PRAGMA synchronous is ' || synchronous || ' and not 2, FULL' FROM pragma_synchronous WHERE"
                + " synchronous < 2";
    }
}
