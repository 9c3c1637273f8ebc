// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

/** PostgreSQL 13 and later. */
final class PostgreSql implements Dialect {

    @Override
    public List<String> products() {
        return List.of("PostgreSQL");
    }

    @Override
    public String platform() {
        return "postgresql";
    }

    /** The clock at the arrival of the statement: earlier than its effect if it had to wait, never later. */
    @Override
    public String clock() {
        return "CAST(floor(extract(epoch FROM statement_timestamp()) * 1000) AS bigint)";
    }

    @Override
    public String sql(RegistryStatement statement) {
        return switch (statement) {
            // A violated key would be an error in the server's log at every herd of starting processes.
            case FOUND, RECORD, REINSTALL_MISSING, REPAIR_MISSING -> statement.sql() + "\nON CONFLICT DO NOTHING";
            case CREATE -> taking(statement.sql() + "ON CONFLICT DO NOTHING");
            case TAKE -> taking(statement.sql());
            case RENEW ->
                statement.sql()
                        + "RETURNING heartbeat_at_ms, CASE WHEN reserved_until_ms >= :until THEN 1 ELSE 0 END AS extended";
            default -> statement.sql();
        };
    }

    /** Saves a round trip: takes the worker id and writes down who took it, in one statement. */
    private static String taking(String statement) {
        return "WITH taken AS (\n" + statement + "\nRETURNING *)\n" + RegistryStatement.record("taken");
    }

    @Override
    public boolean recordsWhileTaking() {
        return true;
    }

    /** The driver does so without a round trip. */
    @Override
    public Commit commit() {
        return Commit.BY_AUTO_COMMIT;
    }
}
