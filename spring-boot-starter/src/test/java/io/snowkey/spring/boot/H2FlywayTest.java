// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;

@AnyLine
class H2FlywayTest extends FlywayContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
