// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

/** What a registry does for its leases, done in the thread of the test. */
final class TestLeaseServices {

    private TestLeaseServices() {}

    static LeaseServices inThisThread() {
        return new LeaseServices(
                TestLeaseServices::release,
                Lifecycle.of(Duration.ofSeconds(5), Duration.ZERO, null),
                new BackgroundTasks((task, work) -> work.run(), new ConnectionsInUse(), Duration.ofSeconds(10)),
                table -> {});
    }

    private static void release(JdbcWorkerLease lease) {
        try {
            lease.release(Duration.ofSeconds(60), thread -> {});
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
