// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;

/** The pool that a database gives the contract: made once it is asked for, and the same one until it is closed. */
final class GivenPool implements AutoCloseable {

    private final Supplier<TestDatabase> database;
    private HikariDataSource pool;

    GivenPool(Supplier<TestDatabase> database) {
        this.database = database;
    }

    synchronized HikariDataSource get() {
        if (pool == null) {
            pool = database.get().withSchema().pool(10);
        }
        return pool;
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }
}
