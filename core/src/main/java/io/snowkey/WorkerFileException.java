// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import org.jspecify.annotations.Nullable;

/**
 * The file of a {@link FileWorkerLease} cannot be used, or can no longer be used. It is in use, damaged, of another
 * worker or layout, cannot be read or written, or is ahead of the clock. The message says which, and what to do.
 */
public final class WorkerFileException extends SnowkeyException {

    WorkerFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
