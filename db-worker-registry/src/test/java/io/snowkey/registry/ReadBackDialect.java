// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

/** PostgreSQL, as a dialect of a user might have it: heartbeats are read back, and committed by a commit. */
record ReadBackDialect(PostgreSql sound) implements Dialect {

    @Override
    public List<String> products() {
        return sound.products();
    }

    @Override
    public String clock() {
        return sound.clock();
    }

    @Override
    public String sql(RegistryStatement statement) {
        String sql = sound.sql(statement);
        return statement == RegistryStatement.RENEW ? sql.substring(0, sql.indexOf("RETURNING")) : sql;
    }

    @Override
    public boolean recordsWhileTaking() {
        return sound.recordsWhileTaking();
    }
}
