// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import org.testcontainers.mysql.MySQLContainer;

/** A MySQL server for this JVM: one that was given, or in a container. There is no embedded one. */
final class MySqlServer {

    private MySqlServer() {}

    static boolean isThere() {
        return System.getProperty("snowkey.test.mysql.url") != null || Backend.dockerIsThere();
    }

    private static final class Running {
        static final TestDatabase ROOT = Backend.given("mysql", "mysql").orElseGet(Running::container);

        private static TestDatabase container() {
            @SuppressWarnings("resource") // until the JVM ends
            MySQLContainer container = new MySQLContainer("mysql:8.4");
            container.withUsername("root").start();
            return new TestDatabase("mysql", container.getJdbcUrl(), "root", container.getPassword());
        }
    }

    static TestDatabase newDatabase() {
        return Backend.newDatabase(Running.ROOT);
    }
}
