// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

/**
 * MariaDB 10.6 and later. It runs the statements of MySQL. Those that write stop waiting for a lock before the
 * registry stops waiting for their answer.
 */
final class MariaDb implements Dialect {

    private final Dialect mySql = new MySql();

    @Override
    public List<String> products() {
        return List.of("MariaDB");
    }

    @Override
    public String clock() {
        return mySql.clock();
    }

    @Override
    public String sql(RegistryStatement statement) {
        return switch (statement) {
            case LAYOUT, CANDIDATES, OCCUPANCY, STATUS, SUCCESSOR, RENEWED -> mySql.sql(statement);
            default -> "SET STATEMENT innodb_lock_wait_timeout = :lockSeconds FOR\n" + mySql.sql(statement);
        };
    }

    @Override
    public String durability() {
        return mySql.durability();
    }

    @Override
    public RenewalForm renewal() {
        return mySql.renewal();
    }
}
