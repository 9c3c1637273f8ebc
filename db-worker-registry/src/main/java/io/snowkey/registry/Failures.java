// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.WorkerRegistryException.Reason;
import io.snowkey.registry.WorkerTable.Occupancy;
import org.jspecify.annotations.Nullable;

/** The failures of the registry, each with the values that explain it and with what to do. */
final class Failures {

    private static final String POOL_REMEDY =
            ". The registry needs one connection for a moment, beside those that the application holds: let the pool have one"
                    + " more, or let the application hold fewer at a time.";

    private Failures() {}

    static WorkerRegistryException of(SQLException e, Settings settings) {
        if (SqlStates.isMissingTable(e)) {
            return new WorkerRegistryException(
                    Reason.SCHEMA_MISSING,
                    "The tables " + settings.tablePrefix() + "namespace and " + settings.tablePrefix()
                            + "worker are not there, or not as this version needs them (" + e.getMessage()
                            + "). Run io/snowkey/registry/schema-<database>.sql, which is in the registry's jar, or let the"
                            + " Spring Boot starter run it: snowkey.registry.initialize-schema=always. Where Hibernate leases by"
                            + " itself, it can create them with the tables of the entities: snowkey.registry.schema=hibernate.",
                    e);
        }
        String remedy = SqlStates.isPreparedElsewhere(e)
                ? ". Through a pooler in transaction mode, such as PgBouncer, the driver must not prepare statements on the"
                        + " server: add prepareThreshold=0 to its URL, or let PgBouncer 1.21 or later keep them"
                        + " (max_prepared_statements)."
                : "";
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE, "The database of the registry failed: " + e.getMessage() + remedy, e);
    }

    static WorkerRegistryException of(RuntimeException e) {
        if (e instanceof WorkerRegistryException known) {
            return known;
        }
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE, "The database of the registry failed: " + e.getMessage(), e);
    }

    static WorkerRegistryException noConnection(Duration patience) {
        return new WorkerRegistryException(
                Reason.POOL_EXHAUSTED,
                "The DataSource gave no connection within " + Words.of(patience) + POOL_REMEDY,
                null);
    }

    static WorkerRegistryException noAnswer(Duration waited) {
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE,
                "The database has not answered for " + Words.of(waited)
                        + ", and its driver does not keep to the time-out that it was given. Set the socket time-out of"
                        + " the driver in the URL.",
                null);
    }

    static WorkerRegistryException otherDatabase(String namespace, String first, String other) {
        return new WorkerRegistryException(
                Reason.OTHER_DATABASE,
                "The DataSource leads to two databases, and both would hand out the same worker ids: the namespace '"
                        + namespace + "' was founded at one time in " + first
                        + ", and at another time, or not at all, in "
                        + other
                        + ". Give the registry a DataSource that always leads to the same database, not one that"
                        + " chooses by tenant or takes turns.",
                null);
    }

    static WorkerRegistryException layoutDiffers(SnowflakeLayout founded, Settings settings) {
        return new WorkerRegistryException(
                Reason.LAYOUT_DIFFERS,
                "The namespace '" + settings.namespace() + "' was founded with another layout, so ids could collide.\n"
                        + "  namespace: " + founded + "\n"
                        + "  this side: " + settings.layout() + "\n"
                        + "Use the layout of the namespace, or a namespace of its own for keys that need not differ from those.",
                null);
    }

    static WorkerRegistryException exhausted(Settings settings, Occupancy occupancy, Instant now) {
        return new WorkerRegistryException(
                Reason.WORKER_IDS_EXHAUSTED,
                "No worker id is free in the namespace '" + settings.namespace() + "': of the worker ids "
                        + settings.firstWorkerId() + " to " + settings.lastWorkerId() + ", " + occupancy.held()
                        + " are held and " + occupancy.cooling() + " are cooling. The next one frees up at "
                        + occupancy.nextFree() + ", in " + Duration.between(now, occupancy.nextFree())
                        + ", unless its holder renews it. Stop a process, wait, or widen the range"
                        + " (snowkey.worker-ids) or the layout's worker bits.",
                null);
    }

    static WorkerRegistryException clockSkew(Skew skew, Settings settings) {
        return new WorkerRegistryException(
                Reason.CLOCK_SKEW,
                "The clock of this machine differs from the clock of the database by " + skew.estimate()
                        + ", more than maxClockSkew " + settings.maxClockSkew()
                        + ". Set both by the same time source (NTP).",
                null);
    }

    static WorkerRegistryException slowAnswer(Duration roundTrip, Settings settings) {
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE,
                "The database took " + roundTrip
                        + " to run a heartbeat, so that it could not tell a slow answer from a clock"
                        + " that differs by more than maxClockSkew " + settings.maxClockSkew() + ".",
                null);
    }

    static WorkerRegistryException contended(Duration patience, @Nullable SQLException rolledBack) {
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE,
                "No worker id could be taken within " + patience + ", for "
                        + (rolledBack == null
                                ? "other processes were faster every time, or the clocks of this machine and of the"
                                        + " database differ by about as much as maxClockSkew allows."
                                : "the database kept rolling back: " + rolledBack.getMessage()),
                rolledBack);
    }

    static WorkerRegistryException interrupted() {
        return new WorkerRegistryException(
                Reason.INTERRUPTED, "Interrupted while waiting for a worker id to become free.", null);
    }

    static WorkerRegistryException lost(long workerId, Instant since) {
        return new WorkerRegistryException(
                Reason.LEASE_LOST,
                "worker id " + workerId + " was found to be held by another process, or by none, at " + since
                        + "; no id was issued under it since.",
                null);
    }

    static WorkerRegistryException failing(Instant since, WorkerRegistryException cause) {
        return new WorkerRegistryException(
                cause.reason(), "the heartbeat has failed since " + since + ". " + cause.getMessage(), cause);
    }

    static WorkerRegistryException closed() {
        return new WorkerRegistryException(Reason.CLOSED, "The registry was closed.", null);
    }
}
