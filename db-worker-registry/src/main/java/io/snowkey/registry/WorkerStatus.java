// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Instant;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A worker id as the table of the registry has it. Immutable.
 *
 * @param workerId the worker id
 * @param state the state that follows from the row and the clock of the database
 * @param generation how often this worker id has been acquired: the fencing token
 * @param holder the token of the lease that holds it, or {@code null} once it was released
 * @param instance the name of the process that holds it, or held it last
 * @param host the host of that process
 * @param pid the process id of that process
 * @param application the application of that process
 * @param acquiredAt when it was acquired, by the clock of the database
 * @param heartbeatAt the last heartbeat, by the clock of the database
 * @param expiresAt when the holder counts as gone unless it renews, by the clock of the database
 * @param reservedUntil the high-water mark: no id with this worker id has this timestamp or a later one
 * @param issued how many ids were issued under this generation, as of the last heartbeat
 * @param clockSkewMillis the clock of the holder minus the clock of the database, at the last heartbeat
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

    /** The state of a worker id. */
    public enum State {
        /** Held, and renewed in time. */
        ACTIVE,
        /** Held, but silent for so long that another process may take it: the holder crashed, or lost the database. */
        EXPIRED,
        /**
         * Not held any more, but reserved for a while yet. The last holder may have issued ids with such timestamps.
         */
        COOLING,
        /** Free to be taken. */
        FREE,
        /** A state that this version does not know: the view is of a newer version. */
        UNKNOWN;

        static State of(String name) {
            return Arrays.stream(values())
                    .filter(state -> state.name().equals(name))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }
}
