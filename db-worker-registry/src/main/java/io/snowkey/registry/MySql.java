// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

/**
 * MySQL 8 and later. It has no way to say in a statement how long it waits for a lock, so one that was given up behind a lock
 * waits on for {@code innodb_lock_wait_timeout}, which is 50 s unless the server is set otherwise.
 */
final class MySql implements Dialect {

    @Override
    public List<String> products() {
        return List.of("MySQL");
    }

    /** UNIX_TIMESTAMP would go through the time zone of the session, where an hour of autumn happens twice. */
    @Override
    public String clock() {
        return "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000)";
    }

    /**
     * Its UPDATE returns no rows, so the answer goes through LAST_INSERT_ID. It has to be assigned before the high-water
     * mark: assignments take effect from left to right, unless the session's {@code sql_mode} has them take effect at once.
     * This way both are the same.
     */
    @Override
    public String sql(RegistryStatement statement) {
        return statement == RegistryStatement.RENEW
                ? RegistryStatement.renew("LAST_INSERT_ID(:dbNow * 2 + CASE WHEN " + RegistryStatement.raising()
                        + " OR reserved_until_ms >= :until THEN 1 ELSE 0 END) DIV 2")
                : statement.sql();
    }

    @Override
    public String durability() {
        return "SELECT CONCAT('innodb_flush_log_at_trx_commit is ', @@innodb_flush_log_at_trx_commit, ' and not 1') FROM DUAL"
                + " WHERE @@innodb_flush_log_at_trx_commit <> 1";
    }

    @Override
    public RenewalForm renewal() {
        return RenewalForm.GENERATED_KEY;
    }
}
