// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.concurrent.atomic.AtomicInteger;

import org.testcontainers.mysql.MySQLContainer;

/** A MySQL server for this JVM, in a container: there is no embedded one. */
final class MySqlServer {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private MySqlServer() {}

    private static final class Running {
        static final TestDatabase ROOT = start();

        private static TestDatabase start() {
            @SuppressWarnings("resource") // until the JVM ends
            MySQLContainer container = new MySQLContainer("mysql:8.4");
            container.withUsername("root").start();
            return new TestDatabase("mysql", container.getJdbcUrl(), "root", container.getPassword());
        }
    }

    static TestDatabase newDatabase() {
        return Backend.newDatabase(Running.ROOT, "snowkey" + DATABASES.incrementAndGet());
    }
}
