// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** Another process holds the mark now, or somebody tampered with it. This process issues no more ids. */
final class MarkLostException extends IOException {

    private static final long serialVersionUID = 1;

    MarkLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
