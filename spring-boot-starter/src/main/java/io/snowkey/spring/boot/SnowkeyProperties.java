// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.SequenceStart;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Who issues ids. Here as in the other properties: what is not set is left to the builders, which know the defaults and
 * the ranges.
 *
 * @param namespace Within what ids are unique: processes with the same namespace share worker ids. 1 to 64 characters.
 * @param workerId Fixed worker id. No registry and no DataSource is needed then. Give each process another one; nothing
 *     guards that but snowkey.worker-file.path, on one machine.
 * @param workerFile A file that guards the fixed worker id.
 * @param workerIds Worker ids that this process may lease, such as 0-511. One range per region needs no coordination
 *     between regions. All that the layout has, unless set.
 * @param instance Stable name of this process, under which it gets its last worker id back after a restart. The name of
 *     the pod or host unless set.
 * @param sequenceStart With which sequence the first id of a tick begins: zero, or spread, so that id % n is even at
 *     low rates, too.
 * @param clock How far the time in ids and the clock of this machine may part.
 */
@ConfigurationProperties("snowkey")
record SnowkeyProperties(
        @Nullable String namespace,
        @Nullable Long workerId,
        @NestedConfigurationProperty @Nullable WorkerFileProperties workerFile,
        @Nullable WorkerIdRange workerIds,
        @Nullable String instance,
        @Nullable SequenceStart sequenceStart,
        @NestedConfigurationProperty @Nullable ClockProperties clock) {

    SnowkeyProperties {
        if (workerId != null && workerIds != null) {
            throw new SettingsException(
                    "snowkey.worker-id is " + workerId + " and snowkey.worker-ids is " + workerIds
                            + ": a fixed worker id is not leased from a range.",
                    "Remove snowkey.worker-ids to use the fixed worker id, or snowkey.worker-id to lease one.");
        }
        if (workerFile != null && workerId == null) {
            throw new SettingsException(
                    "snowkey.worker-file is set, but snowkey.worker-id is not: the file guards a worker id, it does not"
                            + " choose one.",
                    "Set snowkey.worker-id, another one for each process; or remove snowkey.worker-file.* to lease a"
                            + " worker id from the database.");
        }
    }

    /**
     * The fixed worker id, where {@code snowkey.worker-id} is set.
     *
     * @throws SettingsException if it is set, but empty
     */
    long fixedWorkerId() {
        if (workerId == null) {
            throw new SettingsException(
                    "snowkey.worker-id is set, but empty.",
                    "Give it a number, or remove it to lease a worker id from the database.");
        }
        return workerId;
    }
}
