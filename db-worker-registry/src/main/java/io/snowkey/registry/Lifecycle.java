// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a lease becomes quiet, comes back, and ends. Values that are not valid are refused.
 *
 * @param closeTimeout how long a close may take
 * @param quietAfter after how long without ids the heartbeats pause; 0 for never
 * @param claimWait how long a call waits until a claim that has ended is renewed; 0 for not at all
 */
record Lifecycle(Duration closeTimeout, Duration quietAfter, Duration claimWait) {

    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** Shorter than the time-outs of pools, because the caller may hold the connection that the heartbeat waits for. */
    private static final Duration WAIT_AFTER_SILENCE = Duration.ofSeconds(5);

    Lifecycle {
        Settings.requireDuration("closeTimeout", closeTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
        if (!quietAfter.isZero()) {
            Settings.requireDuration("quietAfter", quietAfter, Duration.ofSeconds(1), Duration.ofDays(365));
        }
        Settings.requireDuration("claimWait", claimWait, Duration.ZERO, Duration.ofMinutes(1));
        if (!quietAfter.isZero() && claimWait.isZero()) {
            throw new InvalidSettingException(
                    "claimWait",
                    "claimWait " + DurationFormat.format(claimWait)
                            + ": must be more than 0 if quietAfter is set, or the first id after the"
                            + " silence would be refused");
        }
    }

    /** Makes a lifecycle. Unless {@code claimWait} is given, it is 5 s with {@code quietAfter}, and 0 without. */
    static Lifecycle of(Duration closeTimeout, Duration quietAfter, @Nullable Duration claimWait) {
        Duration defaultWait = quietAfter.isZero() ? Duration.ZERO : WAIT_AFTER_SILENCE;
        return new Lifecycle(closeTimeout, quietAfter, claimWait != null ? claimWait : defaultWait);
    }
}
