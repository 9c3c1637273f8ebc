// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;

class PostgreSqlLiquibaseTest extends LiquibaseContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
