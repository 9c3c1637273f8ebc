// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

/**
 * MySQL 8 and later. Its statements cannot say how long they wait for a lock. So a statement that was given up behind
 * a lock waits on for {@code innodb_lock_wait_timeout}, which is 50 s unless the server is set otherwise.
 */
final class MySql implements Dialect {

    @Override
    public List<String> products() {
        return List.of("MySQL");
    }

    /**
     * The UTC clock. UNIX_TIMESTAMP would go through the time zone of the session, where an hour of autumn happens
     * twice.
     */
    @Override
    public String clock() {
        return "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000)";
    }

    /**
     * Returns the answer of the heartbeat through LAST_INSERT_ID, because an UPDATE of MySQL returns no rows. It has
     * to be assigned before the high-water mark. Assignments take effect from left to right, unless the
     * {@code sql_mode} of the session has them take effect at once. In this order, both give the same.
     */
    @Override
    public String sql(RegistryStatement statement) {
        return statement == RegistryStatement.RENEW
                ? RegistryStatement.renew("LAST_INSERT_ID(:dbNow * 2 + CASE WHEN " + RegistryStatement.raiseCondition()
                        + " OR reserved_until_ms >= :until THEN 1 ELSE 0 END) DIV 2")
                : statement.sql();
    }

    @Override
    public String durability() {
        return "SELECT CONCAT('innodb_flush_log_at_trx_commit is ', @@innodb_flush_log_at_trx_commit, ' and not 1')"
                + " FROM DUAL WHERE @@innodb_flush_log_at_trx_commit <> 1";
    }

    @Override
    public RenewalForm renewal() {
        return RenewalForm.GENERATED_KEY;
    }
}
