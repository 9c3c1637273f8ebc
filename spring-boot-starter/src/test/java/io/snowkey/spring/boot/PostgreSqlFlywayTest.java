// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;

class PostgreSqlFlywayTest extends FlywayContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
