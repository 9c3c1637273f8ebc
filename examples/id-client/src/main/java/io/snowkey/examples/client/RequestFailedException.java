// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** Thrown if a service did not give the ids it was asked for. */
final class RequestFailedException extends Exception {

    private final @Nullable Duration retryAfter;

    RequestFailedException(String message) {
        this(message, null, null);
    }

    /** @param retryAfter how long the service wants to be left alone, or {@code null} if it did not say */
    RequestFailedException(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
