// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

/** H2 2.x. */
final class H2 implements Dialect {

    @Override
    public List<String> products() {
        return List.of("H2");
    }

    /** The time of the transaction. Each statement is a transaction of its own. */
    @Override
    public String clock() {
        return "CAST(floor(extract(EPOCH FROM current_timestamp) * 1000) AS BIGINT)";
    }

    @Override
    public String sql(RegistryStatement statement) {
        return switch (statement) {
            // H2 has no RETURNING. A SELECT around an UPDATE shows the rows as they are after it.
            case RENEW ->
                """
                    SELECT heartbeat_at_ms, CASE WHEN reserved_until_ms >= :until THEN 1 ELSE 0 END AS extended
                    FROM FINAL TABLE (%s)
                    """
                        .formatted(statement.sql());
            // RECORD_HOLDER stays a statement of its own, because the foreign key does not see what the same statement
            // inserts.
            default -> statement.sql();
        };
    }

    @Override
    public RenewalForm renewal() {
        return RenewalForm.RESULT_SET;
    }

    /**
     * Finds a write delay. By default, a database in a file writes half a second after it has acknowledged. A
     * database in memory has no delay.
     */
    @Override
    public String durability() {
        return """
                SELECT 'WRITE_DELAY is ' || setting_value || ' ms and not 0' FROM information_schema.settings
                WHERE setting_name = 'WRITE_DELAY' AND setting_value <> '0' FETCH FIRST ROW ONLY
                """;
    }
}
