// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import io.snowkey.SnowkeyException;
import org.jspecify.annotations.Nullable;

/**
 * The registry could not hand out or keep a worker id. Its {@link #reason() reason} says why, and its message says
 * what to do.
 */
public final class WorkerRegistryException extends SnowkeyException {

    /** Why the registry could not do what it was asked for. */
    public enum Reason {
        /**
         * The database did not answer in time, answered with an error, or let no try succeed. A worker id is tried
         * for during 30 s.
         */
        DATABASE_UNAVAILABLE,
        /** The tables do not exist, or the view {@code worker_status} that was asked for. */
        SCHEMA_MISSING,
        /** The tables are those of another version of this library: a column is missing. */
        SCHEMA_OUTDATED,
        /** The user of the database lacks the rights that the registry needs on its tables. */
        PERMISSION_DENIED,
        /** The database does not let the user of the DataSource in. */
        LOGIN_FAILED,
        /** The pool of connections had none to spare in time. */
        POOL_EXHAUSTED,
        /** The data source led to another database than before, which hands out the same worker ids. */
        OTHER_DATABASE,
        /**
         * There is no dialect for this database, or no single one that can be used. Either users added several, or
         * one of theirs cannot be loaded.
         */
        DATABASE_UNSUPPORTED,
        /** The namespace was founded with another layout, so ids of both could be the same. */
        LAYOUT_DIFFERS,
        /** Every worker id of the range is held, or is cooling, as after a crash. */
        WORKER_IDS_EXHAUSTED,
        /**
         * The clocks of this process and of the database differ by more than is allowed. Or they did when a heartbeat
         * asked, and its answer got lost.
         */
        CLOCK_SKEW,
        /**
         * The lease no longer has its worker id. Another process took it after this one had been silent for too long,
         * or an operator did. Or a clone of this process renews it, or the database forgot it.
         */
        LEASE_LOST,
        /** The calling thread was interrupted while it waited for the registry. Its interrupt flag is still set. */
        INTERRUPTED,
        /** The registry was closed. */
        CLOSED
    }

    private final Reason reason;

    WorkerRegistryException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Makes the same refusal for one more caller, with the stack trace of that caller. */
    WorkerRegistryException forAnotherCaller() {
        Throwable cause = getCause();
        return new WorkerRegistryException(reason, String.valueOf(getMessage()), cause != null ? cause : this);
    }

    /** The reason why the registry failed. */
    public Reason reason() {
        return reason;
    }
}
