// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import org.jspecify.annotations.Nullable;

/** Thrown if the client has no id to give. None was handed out, so none can be a duplicate. */
public final class IdClientException extends RuntimeException {

    /** Why there is no id. */
    public enum Reason {
        /**
         * No service answered with ids before the deadline. The message says how each of them failed. The call may be
         * repeated.
         */
        DEADLINE,
        /** The client was closed, before the call or while it waited. It stays closed. */
        CLOSED,
        /** The calling thread was interrupted while it waited. Its interrupt flag is still set. */
        INTERRUPTED
    }

    private final Reason reason;

    IdClientException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why there is no id. */
    public Reason reason() {
        return reason;
    }
}
