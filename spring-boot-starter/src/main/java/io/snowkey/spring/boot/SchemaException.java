// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import org.jspecify.annotations.Nullable;

/** The tables of the registry, or its functions for SQL, could not be created. */
final class SchemaException extends RuntimeException {

    private static final long serialVersionUID = 1;

    SchemaException(RuntimeException cause) {
        super(
                "The tables of the worker id registry, or its functions for SQL, could not be created."
                        + reasons(cause),
                cause);
    }

    /** What each of the exceptions adds: the statement is in one, what the database said in another. */
    private static String reasons(@Nullable Throwable cause) {
        StringBuilder reasons = new StringBuilder();
        for (Throwable next = cause; next != null; next = next.getCause()) {
            String message = next.getMessage();
            if (message != null && reasons.indexOf(message) < 0) {
                reasons.append("\n  ").append(message);
            }
        }
        return reasons.toString();
    }
}
