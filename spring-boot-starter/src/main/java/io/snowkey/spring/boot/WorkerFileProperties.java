// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.snowkey.FileWorkerLease;
import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;

/**
 * A file that guards a fixed worker id, where there is no database.
 *
 * @param path The file that guards snowkey.worker-id against a second process on this machine, a restart and a clock
 *     that is set back. On a local disk, in a directory that exists.
 * @param reservation How far ahead of the clock the file is written: how long ids go on when the disk fails, and how
 *     long a restart waits after a crash. 100 ms to 1 day.
 * @param maxWait For how long a start waits for the clock to reach what was reserved before. 0 to 1 day.
 */
record WorkerFileProperties(@Nullable Path path, @Nullable Duration reservation, @Nullable Duration maxWait) {

    private static final String PREFIX = "snowkey.worker-file.";

    /** The property of each setting, by the name that the builder of the lease uses for the setting. */
    private static final Map<String, String> NAMES = Map.of(
            "workerId", "snowkey.worker-id", "reservation", PREFIX + "reservation", "maxWait", PREFIX + "max-wait");

    FileWorkerLease open(SnowflakeLayout layout, long workerId) {
        if (path == null || path.toString().isBlank()) {
            throw new SettingsException(
                    "snowkey.worker-file is set, but its path is not.",
                    "Set snowkey.worker-file.path, or remove snowkey.worker-file.*.");
        }
        return SettingsException.explained(NAMES, () -> {
            FileWorkerLease.Builder builder =
                    FileWorkerLease.builder(path, workerId).layout(layout);
            IfSet.call(builder::reservation, reservation);
            IfSet.call(builder::maxWait, maxWait);
            return builder.open();
        });
    }
}
