// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

final class PostgreSqlWorkerRegistryTest extends WorkerRegistryContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }

    @Override
    String product() {
        return "PostgreSQL";
    }

    @Override
    String inTimeZone() {
        return "SET TIME ZONE 'Pacific/Auckland'";
    }
}
