// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

final class H2OperatingTest extends OperatingContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }
}
