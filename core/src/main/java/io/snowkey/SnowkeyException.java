// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import org.jspecify.annotations.Nullable;

/**
 * The superclass of all exceptions that the clock, a lease or a database causes. A mistake of the caller is an
 * {@link IllegalArgumentException} or an {@link IllegalStateException} instead.
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
