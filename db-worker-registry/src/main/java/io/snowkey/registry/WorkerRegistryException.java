// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import io.snowkey.SnowkeyException;
import org.jspecify.annotations.Nullable;

/** The registry could not hand out or keep a worker id. Its {@link #reason() reason} says why, its message what to do. */
public final class WorkerRegistryException extends SnowkeyException {

    /** Why the registry could not do what it was asked for. */
    public enum Reason {
        /** The database does not answer, or answered with an error. */
        DATABASE_UNAVAILABLE,
        /** The tables do not exist. */
        SCHEMA_MISSING,
        /** The tables are those of another version of this library: a column is missing. */
        SCHEMA_OUTDATED,
        /** The user of the database has not the rights that the registry needs on its tables. */
        PERMISSION_DENIED,
        /** The database does not let the user of the DataSource in. */
        LOGIN_FAILED,
        /** The pool of connections had none to spare in time. */
        POOL_EXHAUSTED,
        /** The data source led to another database than before, which hands out the same worker ids. */
        OTHER_DATABASE,
        /** There is no dialect for this database. */
        DATABASE_UNSUPPORTED,
        /** The namespace was founded with another layout: ids of both would collide. */
        LAYOUT_DIFFERS,
        /** Every worker id of the range is held, or cooling after a crash. */
        WORKER_IDS_EXHAUSTED,
        /** The clock of this process and the clock of the database differ by more than is allowed. */
        CLOCK_SKEW,
        /** The worker id was taken over by another process after this one had been silent for too long. */
        LEASE_LOST,
        /** The calling thread was interrupted while it waited for a worker id. Its interrupt flag is still set. */
        INTERRUPTED,
        /** The registry was closed. */
        CLOSED
    }

    private final Reason reason;

    WorkerRegistryException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The same refusal for one more caller, whose stack trace it has. */
    WorkerRegistryException anew() {
        Throwable cause = getCause();
        return new WorkerRegistryException(reason, String.valueOf(getMessage()), cause != null ? cause : this);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
