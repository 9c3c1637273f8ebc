// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.snowkey.registry.Repairs.Loss;
import io.snowkey.registry.WorkerRegistryException.Reason;
import io.snowkey.registry.WorkerTable.Occupancy;
import org.jspecify.annotations.Nullable;

/** Makes the exceptions of the registry. Each message has the values that explain the failure, and says what to do. */
final class Failures {

    private static final String POOL_REMEDY =
            ". The registry needs one connection for a moment, beside those that the application holds: let the pool"
                    + " have one more, or let the application hold fewer at a time.";

    private Failures() {}

    static WorkerRegistryException of(Exception e, Settings settings) {
        return e instanceof SQLException failed ? of(failed, settings) : of((RuntimeException) e);
    }

    static WorkerRegistryException of(SQLException e, Settings settings) {
        if (SqlStates.isMissingTable(e)) {
            return isAbout(settings.tablePrefix() + "worker_status", e)
                    ? missingView(e, settings)
                    : missingTables(e, settings);
        }
        if (SqlStates.isMissingColumn(e)) {
            return new WorkerRegistryException(
                    Reason.SCHEMA_OUTDATED,
                    "The tables " + settings.tablePrefix()
                            + "... are of an older version than this version of the registry"
                            + " needs (" + e.getMessage()
                            + "). Upgrade them in one of these ways, while processes of the"
                            + " older version go on: run io/snowkey/registry/upgrade-2-<database>.sql, which is in the"
                            + " registry's jar; or let Flyway (snowkey.registry.flyway=true) or Liquibase"
                            + " (snowkey.registry.liquibase=true) migrate them, if that is how they were created; or"
                            + " Hibernate, with snowkey.registry.hibernate=true and hibernate.hbm2ddl.auto=update.",
                    e);
        }
        if (SqlStates.isDenied(e)) {
            return new WorkerRegistryException(
                    Reason.PERMISSION_DENIED,
                    "The user of the DataSource may not do what the registry needs (" + e.getMessage()
                            + "). Grant it SELECT and INSERT on " + settings.tablePrefix()
                            + "namespace, SELECT, INSERT and"
                            + " UPDATE on " + settings.tablePrefix() + "worker, SELECT, INSERT and DELETE on "
                            + settings.tablePrefix() + "holder, and SELECT on " + settings.tablePrefix()
                            + "worker_status.",
                    e);
        }
        if (SqlStates.isLoginFailed(e)) {
            return new WorkerRegistryException(
                    Reason.LOGIN_FAILED,
                    "The database does not let the user of the DataSource in: " + words(e)
                            + ". Check its name and password, and whether they were changed while this process runs.",
                    e);
        }
        if (SqlStates.isPoolExhausted(e)) {
            return new WorkerRegistryException(
                    Reason.POOL_EXHAUSTED, "The pool has no connection to spare: " + words(e) + POOL_REMEDY, e);
        }
        String remedy = SqlStates.isPreparedElsewhere(e)
                ? ". Through a pooler in transaction mode, such as PgBouncer, the driver must not prepare statements"
                        + " on the server: add prepareThreshold=0 to its URL, or let PgBouncer 1.21 or later keep them"
                        + " (max_prepared_statements)."
                : "";
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE, "The database of the registry failed: " + words(e) + remedy, e);
    }

    private static WorkerRegistryException missingView(SQLException e, Settings settings) {
        return new WorkerRegistryException(
                Reason.SCHEMA_MISSING,
                "The view " + settings.tablePrefix() + "worker_status is not there (" + e.getMessage()
                        + "). Only this look at the workers needs it. Run"
                        + " io/snowkey/registry/schema-<database>.sql, which is in the registry's jar: it creates"
                        + " what is missing, and leaves alone what is there.",
                e);
    }

    private static WorkerRegistryException missingTables(SQLException e, Settings settings) {
        String tables = settings.tablePrefix() + "namespace, " + settings.tablePrefix() + "worker and "
                + settings.tablePrefix() + "holder";
        return new WorkerRegistryException(
                Reason.SCHEMA_MISSING,
                "The tables " + tables + " are not there (" + e.getMessage()
                        + "). Run io/snowkey/registry/schema-<database>.sql, which is in the registry's jar, or"
                        + " let the Spring Boot starter run it: snowkey.registry.initialize-schema=always. Where"
                        + " Hibernate leases by itself, it can create them with the tables of the entities:"
                        + " snowkey.registry.hibernate=true.",
                e);
    }

    /**
     * What an exception says, followed by what its causes add. A pool says only that it has no connection; its
     * cause says that the database refused one.
     */
    private static String words(Exception e) {
        StringBuilder words = new StringBuilder(String.valueOf(e.getMessage()));
        SqlStates.causes(e).forEach(cause -> {
            String more = cause.getMessage();
            if (more != null && !more.isBlank() && words.indexOf(more.strip()) < 0) {
                words.append(words.charAt(words.length() - 1) == '.' ? " " : ". ")
                        .append("Because: ")
                        .append(more.strip());
            }
        });
        return words.toString();
    }

    /**
     * Whether the message has this name in it, with or without a schema. Databases write names in different cases,
     * so case does not matter.
     */
    private static boolean isAbout(String name, SQLException e) {
        String unqualified = name.substring(name.indexOf('.') + 1);
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains(unqualified.toLowerCase(Locale.ROOT));
    }

    /** Why former holders could not be deleted, in one line. */
    static String notPruned(Exception e, Settings settings) {
        return e instanceof SQLException failed && SqlStates.isDenied(failed)
                ? "the user of the DataSource may not DELETE from " + settings.tablePrefix()
                        + "holder. The table grows by a row with each acquisition. Grant the user that right, or delete"
                        + " old rows by other means."
                : String.valueOf(e.getMessage());
    }

    static WorkerRegistryException of(RuntimeException e) {
        if (e instanceof WorkerRegistryException known) {
            return known;
        }
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE, "The database of the registry failed: " + words(e), e);
    }

    static WorkerRegistryException noConnection(Duration timeout) {
        return new WorkerRegistryException(
                Reason.POOL_EXHAUSTED,
                "The DataSource gave no connection within " + DurationFormat.format(timeout) + POOL_REMEDY,
                null);
    }

    static WorkerRegistryException noAnswer(Duration waited) {
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE,
                "The database has not answered for " + DurationFormat.format(waited)
                        + ". Its driver does not keep to the time-out that it was given. Set the socket time-out of the"
                        + " driver in the URL.",
                null);
    }

    static WorkerRegistryException otherDatabase(String namespace, String first, String other) {
        return new WorkerRegistryException(
                Reason.OTHER_DATABASE,
                "The DataSource leads to two databases, and both would hand out the same worker ids. The namespace '"
                        + namespace + "' was founded at one time in " + first
                        + ". It was founded at another time, or not at all, in " + other
                        + ". Give the registry a DataSource that always leads to the same database, not one that"
                        + " chooses by tenant or takes turns.",
                null);
    }

    static WorkerRegistryException layoutDiffers(String founded, Settings settings) {
        return new WorkerRegistryException(
                Reason.LAYOUT_DIFFERS,
                "The namespace '" + settings.namespace() + "' was founded with another layout, so ids could collide.\n"
                        + "  namespace: " + founded + "\n"
                        + "  this side: " + settings.layout() + "\n"
                        + "Use the layout of the namespace, or a namespace of"
                        + " its own for keys that need not differ from those.",
                null);
    }

    static WorkerRegistryException exhausted(Settings settings, Occupancy occupancy, Instant now) {
        return new WorkerRegistryException(
                Reason.WORKER_IDS_EXHAUSTED,
                "No worker id is free in the namespace '" + settings.namespace() + "': " + taken(settings, occupancy)
                        + ". "
                        + nextFree(occupancy.nextFree(), now) + " Stop a process, wait, or widen the range"
                        + " (snowkey.worker-ids) or the layout's worker bits.",
                null);
    }

    private static String taken(Settings settings, Occupancy occupancy) {
        if (settings.firstWorkerId() == settings.lastWorkerId()) {
            return "worker id " + settings.firstWorkerId() + ", the only one in the range, is "
                    + (occupancy.held() > 0 ? "held" : "cooling");
        }
        return "of the worker ids " + settings.firstWorkerId() + " to " + settings.lastWorkerId() + ", "
                + counted(occupancy.held()) + " held and " + counted(occupancy.cooling()) + " cooling";
    }

    private static String counted(long workerIds) {
        return workerIds + (workerIds == 1 ? " is" : " are");
    }

    private static String nextFree(Instant time, Instant now) {
        Duration left = Duration.between(now, time);
        return left.isNegative() || left.isZero()
                ? "The next one frees up at any moment."
                : "The next one frees up at " + time + ", in " + DurationFormat.format(left)
                        + ", unless its holder renews it.";
    }

    static WorkerRegistryException clockSkew(Skew skew, Settings settings) {
        Duration ahead = skew.estimate();
        return new WorkerRegistryException(
                Reason.CLOCK_SKEW,
                "The clock of this machine is " + DurationFormat.format(ahead.abs())
                        + (ahead.isNegative() ? " behind" : " ahead of")
                        + " the clock of the database, which is more than maxClockSkew, "
                        + DurationFormat.format(settings.maxClockSkew()) + ". Set both by the same time source (NTP).",
                null);
    }

    static WorkerRegistryException slowAnswer(Duration roundTrip, Settings settings) {
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE,
                "The database took " + DurationFormat.format(roundTrip)
                        + " to run a heartbeat. It could not tell such a delay from a clock that differs by more than"
                        + " maxClockSkew, " + DurationFormat.format(settings.maxClockSkew())
                        + ".",
                null);
    }

    static WorkerRegistryException requestedTooFarAhead(long untilMillis, Settings settings) {
        return new WorkerRegistryException(
                Reason.CLOCK_SKEW,
                "While the clock of this machine was ahead, a heartbeat asked for the time until "
                        + Instant.ofEpochMilli(untilMillis)
                        + ", and its answer got lost. Ids go on up to the end of the claim, and under another worker"
                        + " id after that. Let the time synchronization slew the clock, and not step it.",
                null);
    }

    static WorkerRegistryException contended(Duration timeout, @Nullable SQLException rolledBack) {
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE,
                "No worker id could be taken within " + DurationFormat.format(timeout) + ". "
                        + (rolledBack == null
                                ? "Other processes were faster every time, or the clocks of this machine and of the"
                                        + " database differ by about as much as maxClockSkew allows."
                                : "The database kept rolling back: " + rolledBack.getMessage()),
                rolledBack);
    }

    static WorkerRegistryException interrupted() {
        return new WorkerRegistryException(
                Reason.INTERRUPTED, "The calling thread was interrupted while it waited for the registry.", null);
    }

    static WorkerRegistryException lost(long workerId, Instant at) {
        return lost("worker id " + workerId + " was found not to be held any more at " + at
                + ". No id is issued under it any more.");
    }

    static WorkerRegistryException lost(long workerId, Instant at, Loss loss) {
        String found = "worker id " + workerId + " was found ";
        return switch (loss.cause()) {
            case TAKEN ->
                lost(found + "to be held by "
                        + (loss.process() != null ? "another process (" + loss.process() + ")" : "nobody") + " at " + at
                        + ". No id was issued under it since.");
            case CLONED ->
                lost(found + "to be renewed by a clone of this process at " + at + ". Ids with timestamps up to "
                        + loss.until() + " may have been issued twice. Acquire worker ids after a process was copied.");
            case WENT_BACK ->
                lost(found + "to be forgotten by the database at " + at
                        + ", which has lost what it had acknowledged. Ids with timestamps from " + loss.from()
                        + " to " + loss.until() + " may have been issued twice.");
            case UNKNOWN -> lost(workerId, at);
        };
    }

    private static WorkerRegistryException lost(String message) {
        return new WorkerRegistryException(Reason.LEASE_LOST, message, null);
    }

    /** Says that a lost lease got no other worker id. Unlike with {@link #failing}, no ids are issued meanwhile. */
    static WorkerRegistryException notReplaced(long workerId, Instant since, WorkerRegistryException cause) {
        return new WorkerRegistryException(
                cause.reason(),
                "worker id " + workerId + " was lost at " + since + ", and no other one could be acquired since. "
                        + cause.getMessage(),
                cause);
    }

    static WorkerRegistryException failing(Instant since, WorkerRegistryException cause) {
        return new WorkerRegistryException(
                cause.reason(), "the heartbeat has failed since " + since + ". " + cause.getMessage(), cause);
    }

    static WorkerRegistryException unanswered(Instant since) {
        return new WorkerRegistryException(
                Reason.DATABASE_UNAVAILABLE,
                "the heartbeat has had no answer from the database since " + since + ".",
                null);
    }

    static WorkerRegistryException closed() {
        return new WorkerRegistryException(Reason.CLOSED, "The registry was closed.", null);
    }
}
