// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.List;

/**
 * How much time a run takes.
 *
 * @param threads how many threads contenders are measured with
 * @param manyThreads whether a few of them are measured with 64, too
 * @param forks JVMs for each figure
 * @param warmups iterations that are not counted
 * @param iterations iterations that are
 * @param iterationMillis the length of each
 */
record Effort(List<Integer> threads, boolean manyThreads, int forks, int warmups, int iterations, int iterationMillis) {

    static final Effort QUICK = new Effort(List.of(1, 8), false, 1, 1, 2, 500);
    static final Effort USUAL = new Effort(List.of(1, 2, 8), true, 1, 2, 3, 1000);
    static final Effort FULL = new Effort(List.of(1, 2, 8), true, 3, 3, 5, 1000);

    static Effort of(List<String> arguments) {
        return arguments.contains("--quick") ? QUICK : arguments.contains("--full") ? FULL : USUAL;
    }
}
