// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;

@AnyLine
class H2JpaTest extends JpaContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }

    @Override
    String product() {
        return "H2";
    }
}
