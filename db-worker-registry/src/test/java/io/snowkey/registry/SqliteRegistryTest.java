// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;

/** The contract of the registry on SQLite. */
final class SqliteRegistryTest extends RegistryTck {

    private static final GivenPool POOL = new GivenPool(TestDatabase::sqlite);

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Override
    protected DataSource dataSource() {
        return POOL.get();
    }
}
