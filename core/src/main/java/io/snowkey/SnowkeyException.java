// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything that Snowkey throws because of the state of the world: the clock, the lease, the database. What
 * the caller got wrong is an {@link IllegalArgumentException} or an {@link IllegalStateException}.
 */
public abstract class SnowkeyException extends RuntimeException {

    /**
     * @param message what happened, with the values, and what to do about it
     * @param cause what led to it, or {@code null}
     */
    protected SnowkeyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
