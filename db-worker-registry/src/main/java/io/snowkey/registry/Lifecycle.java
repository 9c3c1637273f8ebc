// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a lease becomes quiet, comes back, and ends: valid, or it does not exist.
 *
 * @param closeTimeout how long a close may take
 * @param quietAfter after how long without ids the heartbeats pause; 0 for never
 * @param claimWait how long a call waits for a claim that has ended to be renewed; 0 for not at all
 */
record Lifecycle(Duration closeTimeout, Duration quietAfter, Duration claimWait) {

    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** Below the time-outs of pools: the caller may hold the connection that the heartbeat waits for. */
    private static final Duration WAIT_AFTER_SILENCE = Duration.ofSeconds(5);

    Lifecycle {
        Settings.requireDuration("closeTimeout", closeTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
        if (!quietAfter.isZero()) {
            Settings.requireDuration("quietAfter", quietAfter, Duration.ofSeconds(1), Duration.ofDays(365));
        }
        Settings.requireDuration("claimWait", claimWait, Duration.ZERO, Duration.ofMinutes(1));
        if (!quietAfter.isZero() && claimWait.isZero()) {
            throw new IllegalArgumentException("claimWait " + Words.of(claimWait)
                    + ": must be more than 0 if quietAfter is set, or the first id after the silence would be refused");
        }
    }

    /** With the wait that goes with silence, unless one is given. */
    static Lifecycle of(Duration closeTimeout, Duration quietAfter, @Nullable Duration claimWait) {
        Duration unlessGiven = quietAfter.isZero() ? Duration.ZERO : WAIT_AFTER_SILENCE;
        return new Lifecycle(closeTimeout, quietAfter, claimWait != null ? claimWait : unlessGiven);
    }
}
