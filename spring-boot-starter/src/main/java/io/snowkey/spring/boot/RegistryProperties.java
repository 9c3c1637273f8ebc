// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;

import io.snowkey.registry.JdbcWorkerRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * The registry of worker ids in the database.
 *
 * @param acquire When the worker id is leased: as the application starts, which fails if there is none to be had, or with
 *     the first id.
 * @param ttl A worker silent for this long counts as gone. 100 ms to 1 day, longer than the heartbeat.
 * @param heartbeat How often the lease is renewed, and how long the database may take to answer. 100 ms to 1 day.
 * @param reservation How long ids go on without the database, and how long a worker id rests after a crash. 100 ms to
 *     1 day, longer than the heartbeat.
 * @param maxClockSkew How far the clocks of this machine and of the database may differ. 100 ms to 1 day.
 * @param maxWait How long to wait for a worker id when all are taken. 0 to 1 day.
 * @param tablePrefix What the names of the tables and the view begin with, possibly with a schema in front, such as
 *     ops.snowkey_.
 * @param initializeSchema Whether the tables and the view are created when they are not there.
 * @param platform Which of the scripts creates them: h2, mariadb, mysql or postgresql. Found out from the DataSource unless
 *     set.
 * @param flyway Whether Flyway creates and migrates the tables and the view instead, after the migrations of the application
 *     and with a history table of its own, snowkey_schema_history. Then initialize-schema is without effect.
 */
record RegistryProperties(
        @DefaultValue("startup") Acquire acquire,
        @Nullable Duration ttl,
        @Nullable Duration heartbeat,
        @Nullable Duration reservation,
        @Nullable Duration maxClockSkew,
        @Nullable Duration maxWait,
        @Nullable String tablePrefix,
        @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
        @Nullable String platform,
        @DefaultValue("false") boolean flyway) {

    /** When the worker id is leased. */
    enum Acquire {
        /** As the application starts. */
        STARTUP,
        /** With the first id. */
        LAZY
    }

    void applyTo(JdbcWorkerRegistry.Builder builder) {
        Given.to(builder::ttl, ttl);
        Given.to(builder::heartbeat, heartbeat);
        Given.to(builder::reservation, reservation);
        Given.to(builder::maxClockSkew, maxClockSkew);
        Given.to(builder::maxWait, maxWait);
        Given.to(builder::tablePrefix, tablePrefix);
    }
}
