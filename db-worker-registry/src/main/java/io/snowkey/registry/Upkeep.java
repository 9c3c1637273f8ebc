// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.function.Consumer;

/**
 * What a registry does for its leases.
 *
 * @param closing releases a sealed lease, on a thread of the registry
 * @param counting what a heartbeat does besides if its lease has no failure
 */
record Upkeep(
        Consumer<JdbcWorkerLease> closing, Lifecycle lifecycle, Errands errands, Consumer<WorkerTable> counting) {}
