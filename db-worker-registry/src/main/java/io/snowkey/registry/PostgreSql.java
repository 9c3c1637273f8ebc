// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

/** PostgreSQL 13 and later. */
final class PostgreSql implements Dialect {

    @Override
    public List<String> products() {
        return List.of("PostgreSQL");
    }

    /**
     * The clock at the arrival of the statement. If the statement had to wait, this is earlier than its effect, and
     * never later.
     */
    @Override
    public String clock() {
        return "CAST(floor(extract(epoch FROM statement_timestamp()) * 1000) AS bigint)";
    }

    @Override
    public String sql(RegistryStatement statement) {
        return switch (statement) {
            // Without the addition, each herd of starting processes would put violated keys as errors into the log of
            // the server.
            case CREATE_NAMESPACE, RECORD_HOLDER -> statement.sql() + "\nON CONFLICT DO NOTHING";
            case TAKE_NEW -> SETTINGS + taking(inserting(statement));
            case TAKE -> SETTINGS + taking(updating(statement));
            case RENEW ->
                settled(updating(statement))
                        + "RETURNING heartbeat_at_ms, CASE WHEN reserved_until_ms >= :until THEN 1 ELSE 0 END AS"
                        + " extended";
            case RELEASE, REINSTALL, REPAIR, UNRECORDED -> settled(updating(statement));
            case REINSTALL_MISSING, REPAIR_MISSING -> settled(inserting(statement));
            default -> statement.sql();
        };
    }

    /**
     * Two settings that hold for one statement only.
     *
     * <ul>
     *   <li>{@code lock_timeout}: the statement waits for a lock for less time than the registry waits for the
     *       answer. Otherwise every heartbeat that is given up behind a lock would leave a session that waits on.
     *   <li>{@code synchronous_commit}: the commit is flushed before it is acknowledged. With {@code off}, a crash of
     *       the server would take back what a lease was told. {@code off} and {@code local} become {@code on}.
     *       {@code remote_write} and {@code remote_apply} flush, too, and stay.
     * </ul>
     *
     * <p>PostgreSQL never executes a {@code WITH} that nothing refers to, so every statement reads from it.
     */
    private static final String SETTINGS =
            """
            WITH settings AS (
              SELECT set_config('lock_timeout', ':lockMillis', true) AS lock_timeout,
                set_config('synchronous_commit',
                  CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on'
                    ELSE current_setting('synchronous_commit') END, true) AS durability)
            """;

    private static String settled(String statement) {
        return SETTINGS.stripTrailing() + "\n" + statement;
    }

    private static String updating(RegistryStatement statement) {
        return replaced(statement, "\nWHERE ", "\nFROM settings\nWHERE ");
    }

    private static String inserting(RegistryStatement statement) {
        return replaced(statement, ":fromDual", " FROM settings") + "\nON CONFLICT DO NOTHING";
    }

    private static String replaced(RegistryStatement statement, String text, String instead) {
        int at = statement.sql().indexOf(text);
        if (at < 0) {
            throw new IllegalStateException("'" + text + "' is not in " + statement);
        }
        return statement.sql().substring(0, at) + instead + statement.sql().substring(at + text.length());
    }

    /** Takes the worker id and records who took it, in one statement, which saves a round trip. */
    private static String taking(String statement) {
        return ", taken AS (\n" + statement + "\nRETURNING *)\n" + RegistryStatement.recordHolder("taken");
    }

    /** Finds {@code fsync} off: then a crash of the machine takes back what was acknowledged. */
    @Override
    public String durability() {
        return "SELECT 'fsync is off' WHERE current_setting('fsync') = 'off'";
    }

    @Override
    public RenewalForm renewal() {
        return RenewalForm.RESULT_SET;
    }

    @Override
    public boolean recordsWhileTaking() {
        return true;
    }

    /** By auto-commit, which this driver switches without a round trip. */
    @Override
    public Commit commit() {
        return Commit.BY_AUTO_COMMIT;
    }
}
