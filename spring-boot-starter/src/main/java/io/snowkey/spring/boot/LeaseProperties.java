// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;

import io.snowkey.registry.JdbcWorkerRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The lease of a worker id from the registry.
 *
 * @param acquire When the worker id is leased: as the application starts, which fails if there is none to be had, or
 *     with the first id.
 * @param ttl A worker silent for this long counts as gone. 100 ms to 1 day, longer than the heartbeat.
 * @param heartbeat How often the lease is renewed, and how long the database may take to answer. 100 ms to 1 day.
 * @param reservation How long ids go on without the database, and how long a worker id rests after a crash. 100 ms to 1
 *     day, longer than the heartbeat.
 * @param maxClockSkew How far the clocks of this machine and of the database may differ. 100 ms to 1 day.
 * @param maxWait How long to wait for a worker id when all are taken. 0 to 1 day.
 * @param holderRetention For how long the tables say who held a worker id before. 1 hour to 36500 days.
 * @param closeTimeout How long giving the worker id back may take, whatever the pool and the database do. 100 ms to 10
 *     minutes.
 * @param quietAfter After how long without a single id the heartbeats pause, so that a database may sleep; 0 for never.
 *     1 second to 365 days.
 * @param claimWait How long a call waits for its claim to be renewed, if the process was frozen or quiet; 0 for not at
 *     all. Up to 1 minute, and less than the time-out of the pool. 5 seconds if quiet-after is set.
 */
@ConfigurationProperties("snowkey.registry")
record LeaseProperties(
        @DefaultValue("startup") Acquire acquire,
        @Nullable Duration ttl,
        @Nullable Duration heartbeat,
        @Nullable Duration reservation,
        @Nullable Duration maxClockSkew,
        @Nullable Duration maxWait,
        @Nullable Duration holderRetention,
        @Nullable Duration closeTimeout,
        @Nullable Duration quietAfter,
        @Nullable Duration claimWait) {

    /** When the worker id is leased. */
    enum Acquire {
        /** As the application starts. */
        STARTUP,
        /** With the first id. */
        LAZY
    }

    void applyTo(JdbcWorkerRegistry.Builder builder) {
        IfSet.call(builder::ttl, ttl);
        IfSet.call(builder::heartbeat, heartbeat);
        IfSet.call(builder::reservation, reservation);
        IfSet.call(builder::maxClockSkew, maxClockSkew);
        IfSet.call(builder::maxWait, maxWait);
        IfSet.call(builder::holderRetention, holderRetention);
        IfSet.call(builder::closeTimeout, closeTimeout);
        IfSet.call(builder::quietAfter, quietAfter);
        IfSet.call(builder::claimWait, claimWait);
    }
}
