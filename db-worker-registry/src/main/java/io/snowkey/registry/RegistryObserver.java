// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;

/**
 * Is told how leases are acquired, renewed, lost and released, as a source of logs, meters and alarms. It is told
 * about this process; {@link JdbcWorkerRegistry#workers()} has the state of all worker ids.
 *
 * <p>Each method is called in the thread that did the work. That is the thread that acquires or closes, or the one
 * heartbeat thread of the registry, which renews its leases one after the other. No connection is held during the
 * call, but the lease is: return soon, and do not wait for another thread that closes the lease. The call itself may
 * close it. There is a call or two for each heartbeat, and none for an id.
 *
 * <p>What an observer throws, errors included, is logged and goes no further: no lease, no claim and no caller
 * notices.
 */
public interface RegistryObserver {

    /**
     * A worker id was acquired: the first one of a lease, or the replacement of one that was lost.
     *
     * @param generation the fencing token, which grows with every acquisition of this worker id
     * @param took how long it took, including the wait for a worker id to become free
     */
    default void acquired(long workerId, long generation, Duration took) {}

    /**
     * No worker id could be acquired. If it was the first one of a lease, the caller gets the same exception after
     * this call. If it was a replacement, the next heartbeat tries again.
     *
     * @param took how long it took until it failed
     * @param cause a {@link WorkerRegistryException}; another exception if the clock reads a time that the layout
     *     cannot express, or if the pool or the driver threw an unexpected one
     */
    default void acquisitionFailed(Duration took, RuntimeException cause) {}

    /**
     * A heartbeat succeeded, and extended the claim.
     *
     * @param took how long it took to get a connection and an answer
     * @param clockSkew the clock of this process minus that of the database, half the round trip taken off; after a
     *     round trip of more than 500 ms, the least difference that is certain
     */
    default void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {}

    /**
     * A heartbeat failed, and as a rule did not extend the claim. Ids go on up to the end of the claim, and the
     * next heartbeat tries again.
     *
     * @param took how long it took until it failed
     * @param cause why
     */
    default void heartbeatFailed(long workerId, Duration took, WorkerRegistryException cause) {}

    /**
     * An acquisition or a heartbeat was refused because the two clocks differ too much. These are the clocks of this
     * process and of the database. The limit is {@link JdbcWorkerRegistry.Builder#maxClockSkew maxClockSkew}. This is
     * called before {@link #acquisitionFailed} or {@link #heartbeatFailed}.
     *
     * @param clockSkew the clock of this process minus that of the database, half the round trip taken off; after a
     *     round trip of more than 500 ms, the least difference that is certain
     */
    default void clockTooFarOff(Duration clockSkew) {}

    /**
     * A heartbeat found that the lease no longer has its worker id. Another process or an operator took it, a clone
     * of this process renews it, or the database went back, see {@link #databaseWentBack}. No id is issued under it
     * any more, and another worker id is acquired next.
     *
     * @param generation the one that was lost
     */
    default void leaseLost(long workerId, long generation) {}

    /**
     * A heartbeat or a release found that the database has lost what it had acknowledged. It failed over without
     * its newest commits, it was restored from a dump, or rows were deleted. It looks the same if a clone of this
     * process gave the worker id back. Ids with the worker id and these timestamps may have been issued twice.
     *
     * @param generation under which this process had the worker id
     * @param from the first timestamp in question
     * @param until the first one after those in question
     */
    default void databaseWentBack(long workerId, long generation, Instant from, Instant until) {}

    /**
     * How many worker ids of the range are free. This is told after a heartbeat about once a minute, and less
     * often, down to once in 10 minutes, if counting takes long. It is also told when a process asked for a worker
     * id and none was free.
     *
     * @param free worker ids of the range that a process could acquire now; 0 to {@code range}
     * @param range worker ids of the range, held or free; at least 1
     */
    default void workerIdsCounted(long free, long range) {}

    /**
     * A worker id was given back, and is free at once. This is not told if the database did not answer, or if the
     * worker id was lost before.
     */
    default void released(long workerId, long generation) {}
}
