// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

/**
 * How a lease begins to be quiet, comes back, and ends: valid, or it does not exist.
 *
 * @param closeTimeout how long a close may take
 */
record Lifecycle(Duration closeTimeout) {

    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    Lifecycle {
        Settings.requireDuration("closeTimeout", closeTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
    }
}
