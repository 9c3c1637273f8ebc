// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.registry.WorkerStatus;

/** Breaks a law, for {@code ArchitectureTest} to find. */
final class HibernateThatKnowsTheRegistry {
    WorkerStatus status;
}
