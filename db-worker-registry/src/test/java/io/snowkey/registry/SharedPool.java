// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The pool that a database gives the contract: made once it is asked for, and the same one until the test class ends.
 */
final class SharedPool implements AfterAllCallback {

    private final Supplier<TestDatabase> database;
    private HikariDataSource pool;

    SharedPool(Supplier<TestDatabase> database) {
        this.database = database;
    }

    synchronized HikariDataSource get() {
        if (pool == null) {
            pool = database.get().withSchema().pool(10);
        }
        return pool;
    }

    /** Called after each nested class, too. */
    @Override
    public synchronized void afterAll(ExtensionContext context) {
        if (pool != null && !context.getRequiredTestClass().isAnnotationPresent(Nested.class)) {
            pool.close();
            pool = null;
        }
    }
}
