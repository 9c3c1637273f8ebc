// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import org.jspecify.annotations.Nullable;

/** The file of a {@link FileWorkerLease} cannot be used: it is locked, damaged, of another worker, or ahead of the clock. */
public final class WorkerFileException extends SnowkeyException {

    WorkerFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
