// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;

/**
 * Hears how leases are acquired, renewed, lost and released: for logs, meters and alarms. {@link JdbcWorkerRegistry#workers()}
 * says how all workers stand; this says what the own registry goes through.
 *
 * <p>Called in the thread that did what is told: the one that acquires or closes, or the one heartbeat thread of the registry,
 * which renews its leases one after the other. No connection is held meanwhile, but the lease is: return soon, and do not wait
 * for another thread that closes it. Closing it in the call itself is allowed. There is a call or two for each heartbeat,
 * and none for an id.
 *
 * <p>What an observer throws, errors included, is logged and goes no further: no lease, no claim and no caller notices.
 */
public interface RegistryObserver {

    /**
     * A worker id was acquired: the first one of a lease, or the replacement of one that was lost.
     *
     * @param generation the fencing token, which grows with every acquisition of this worker id
     * @param took how long it took, waiting for a worker id to become free included
     */
    default void acquired(long workerId, long generation, Duration took) {}

    /**
     * No worker id could be acquired. For a first one, the same exception is thrown at the caller after this. For a replacement,
     * the next heartbeat tries again.
     *
     * @param took how long it took until it failed
     * @param cause a {@link WorkerRegistryException} unless the clock reads a time that the layout cannot express, or the pool or
     *     the driver threw something else than it should
     */
    default void acquisitionFailed(Duration took, RuntimeException cause) {}

    /**
     * A heartbeat got through, and the claim reaches further.
     *
     * @param took how long it took to get a connection and an answer
     * @param clockSkew the clock of this process minus that of the database, half the round trip taken off
     */
    default void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {}

    /**
     * A heartbeat did not extend the claim: ids go on up to where it ends, and the next heartbeat tries again.
     *
     * @param took how long it took until it failed
     * @param cause why
     */
    default void heartbeatFailed(long workerId, Duration took, WorkerRegistryException cause) {}

    /**
     * An acquisition or a heartbeat was refused because the clocks of this process and of the database differ by more than
     * {@link JdbcWorkerRegistry.Builder#maxClockSkew maxClockSkew}. Heard before {@link #acquisitionFailed} or
     * {@link #heartbeatFailed}.
     *
     * @param clockSkew the clock of this process minus that of the database, half the round trip taken off
     */
    default void clockTooFarOff(Duration clockSkew) {}

    /**
     * A heartbeat found the worker id taken by another process, or by an operator. No id is issued under it any more; another
     * one is acquired next.
     *
     * @param generation the one that was lost
     */
    default void leaseLost(long workerId, long generation) {}

    /**
     * A heartbeat or a release found that the database has lost what it had acknowledged: it failed over without its newest commits,
     * or was restored from a dump, or rows were deleted. A clone of this process that gave the worker id back looks the same. Ids
     * with the worker id and these timestamps may have been issued twice.
     *
     * @param generation under which this process had the worker id
     * @param from the first timestamp in question
     * @param until the first one after those in question
     */
    default void databaseWentBack(long workerId, long generation, Instant from, Instant until) {}

    /**
     * How full the range of worker ids is: told after a heartbeat about once a minute, less often where counting takes long, and when
     * a worker id was asked for and none was free.
     *
     * @param free worker ids of the range that a process could acquire now; 0 to {@code range}
     * @param range worker ids of the range, held or free; at least 1
     */
    default void workerIdsCounted(long free, long range) {}

    /** A worker id was given back, and is free at once. Not heard if the database did not answer or if it was lost before. */
    default void released(long workerId, long generation) {}
}
