// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;

/** The contract of the registry on HSQLDB. */
final class HsqldbRegistryTest extends RegistryTck {

    private static final GivenPool POOL = new GivenPool(TestDatabase::hsqldb);

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Override
    protected DataSource dataSource() {
        return POOL.get();
    }

    /** Its lock manager knows no time-out, and its driver interrupts no statement that waits. */
    @Override
    protected boolean givesUpLocks() {
        return false;
    }

    @Override
    protected String inTimeZone() {
        return "SET TIME ZONE INTERVAL '+13:00' HOUR TO MINUTE";
    }
}
