// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

final class PostgreSqlOperatingTest extends OperatingContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }
}
