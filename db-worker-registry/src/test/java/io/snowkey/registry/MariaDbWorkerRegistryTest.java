// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

final class MariaDbWorkerRegistryTest extends WorkerRegistryContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.mariadb();
    }

    @Override
    String product() {
        return "MariaDB";
    }

    @Override
    String inTimeZone() {
        return "SET time_zone = '+13:00'";
    }
}
