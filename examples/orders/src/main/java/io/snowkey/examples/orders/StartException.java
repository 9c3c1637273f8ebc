// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

/** Thrown if the application cannot start. It says what to do about it. */
final class StartException extends RuntimeException {

    private final String action;

    /**
     * @param message what is wrong
     * @param action what to do
     */
    StartException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
