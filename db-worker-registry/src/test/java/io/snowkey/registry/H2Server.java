// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.concurrent.atomic.AtomicInteger;

/** H2 in this JVM. */
final class H2Server {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private H2Server() {}

    static TestDatabase newDatabase() {
        String name = "snowkey" + DATABASES.incrementAndGet();
        return new TestDatabase("h2", "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
    }
}
