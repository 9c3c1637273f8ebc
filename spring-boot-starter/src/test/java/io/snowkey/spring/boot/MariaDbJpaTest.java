// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;

@AnyLine
class MariaDbJpaTest extends JpaContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }

    @Override
    String product() {
        return "MariaDB";
    }
}
