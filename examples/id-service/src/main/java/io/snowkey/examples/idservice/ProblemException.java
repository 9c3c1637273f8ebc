// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import io.snowkey.SnowkeyException;

/**
 * Thrown for a request that is answered with a problem. It has no stack trace, because that would say nothing about the
 * problem.
 */
final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }

    /** The problem that describes a failure. */
    static Problem problemOf(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem;
        }
        if (failure instanceof SnowkeyException refusal) {
            return Problem.of(refusal);
        }
        return new Problem(500, "Internal Server Error", "This should not have happened; the log says more.", null);
    }
}
