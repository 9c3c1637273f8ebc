// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.function.Consumer;

/**
 * What a registry does for its leases.
 *
 * @param closing has a sealed lease released, on a thread of the registry
 * @param counting what a heartbeat that got through does besides
 */
record Upkeep(
        Consumer<JdbcWorkerLease> closing, Lifecycle lifecycle, Errands errands, Consumer<WorkerTable> counting) {}
