// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Instant;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A worker id as the registry's table has it. Immutable.
 *
 * @param workerId the worker id
 * @param state what the row amounts to, by the clock of the database
 * @param generation how often this worker id has been acquired: the fencing token
 * @param holder the lease that holds it, or {@code null} once it was released
 * @param instance the name of the process that holds it, or held it last
 * @param host the host of that process
 * @param pid its process id
 * @param application its application
 * @param acquiredAt when it was acquired, by the clock of the database
 * @param heartbeatAt the last heartbeat, by the clock of the database
 * @param expiresAt when the holder counts as gone unless it renews, by the clock of the database
 * @param reservedUntil the high-water mark: no id of this worker has this timestamp or a later one
 * @param issued ids issued under this generation, as of the last heartbeat
 * @param clockSkewMillis the holder's clock minus the clock of the database, at the last heartbeat
 */
public record WorkerStatus(
        long workerId,
        State state,
        long generation,
        @Nullable String holder,
        String instance,
        String host,
        long pid,
        String application,
        Instant acquiredAt,
        Instant heartbeatAt,
        Instant expiresAt,
        Instant reservedUntil,
        long issued,
        long clockSkewMillis) {

    /** What a row amounts to. */
    public enum State {
        /** Held, and renewed in time. */
        ACTIVE,
        /** Held, but silent for so long that it may be taken: the holder crashed, or lost the database. */
        EXPIRED,
        /** Not held any more, but reserved for a while yet: the last holder may have issued ids with such timestamps. */
        COOLING,
        /** Free to be taken. */
        FREE,
        /** One that this version does not know: the view is of a newer version. */
        UNKNOWN;

        static State of(String name) {
            return Arrays.stream(values())
                    .filter(state -> state.name().equals(name))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }
}
