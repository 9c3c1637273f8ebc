// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import org.jspecify.annotations.Nullable;

/**
 * No id could be issued without the risk of a duplicate, so none was issued. Unless the {@link #reason() reason} says
 * otherwise, the generator resumes by itself as soon as it safely can, and the call may simply be repeated later.
 */
public final class IdRefusedException extends SnowkeyException {

    /** Why an id was refused. */
    public enum Reason {
        /** The clock reads less than the newest id by more than the tolerance. Ends when the clock has caught up. */
        CLOCK_BEHIND,
        /** The claim is used up because it was not renewed in time. Ends when a heartbeat gets through. */
        CLAIM_ENDED,
        /** The worker id went to another process. Ends when a new lease has been acquired. */
        LEASE_LOST,
        /** The time that the layout's timestamp bits can express is over. Does not end. */
        LAYOUT_EXHAUSTED,
        /** The generator or its lease was closed. Does not end. */
        CLOSED,
        /** The calling thread was interrupted while it waited. Its interrupt flag is still set. */
        INTERRUPTED
    }

    private final Reason reason;

    IdRefusedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why the id was refused. */
    public Reason reason() {
        return reason;
    }
}
