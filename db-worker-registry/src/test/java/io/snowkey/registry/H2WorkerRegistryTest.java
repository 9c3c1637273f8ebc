// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

final class H2WorkerRegistryTest extends WorkerRegistryContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }

    @Override
    String product() {
        return "H2";
    }

    @Override
    String inTimeZone() {
        return "SET TIME ZONE 'Pacific/Auckland'";
    }
}
