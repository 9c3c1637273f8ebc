// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.WorkerFileException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the worker file could not be used, and what to do. */
final class WorkerFileFailureAnalyzer extends AbstractFailureAnalyzer<WorkerFileException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WorkerFileException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Give each process a file and a worker id of its own: snowkey.worker-file.path and snowkey.worker-id. The"
                        + " directory has to exist, and the process has to be allowed to write in it. Let a start that is"
                        + " to wait for what was reserved before a crash wait longer: snowkey.worker-file.max-wait.",
                cause);
    }
}
