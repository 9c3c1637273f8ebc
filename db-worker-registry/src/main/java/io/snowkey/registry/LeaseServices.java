// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.function.Consumer;

/**
 * What a registry does for its leases.
 *
 * @param releaser releases a sealed lease, on a thread of the registry
 * @param afterHeartbeat what a heartbeat does besides if its lease has no failure
 */
record LeaseServices(
        Consumer<JdbcWorkerLease> releaser,
        Lifecycle lifecycle,
        BackgroundTasks tasks,
        Consumer<WorkerTable> afterHeartbeat) {}
