// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;

@AnyLine
class MariaDbFlywayTest extends FlywayContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }
}
