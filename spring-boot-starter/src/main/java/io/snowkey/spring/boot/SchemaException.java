// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import org.jspecify.annotations.Nullable;

/** Thrown if the tables of the registry, or its functions for SQL, could not be created. */
final class SchemaException extends RuntimeException {

    private static final long serialVersionUID = 1;

    SchemaException(RuntimeException cause) {
        super(
                "The tables of the worker id registry, or its functions for SQL, could not be created."
                        + reasons(cause),
                cause);
    }

    /** Collects what each of the exceptions adds. One has the statement, another has the message of the database. */
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
