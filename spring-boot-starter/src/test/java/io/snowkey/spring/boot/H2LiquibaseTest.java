// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;

@AnyLine
class H2LiquibaseTest extends LiquibaseContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
