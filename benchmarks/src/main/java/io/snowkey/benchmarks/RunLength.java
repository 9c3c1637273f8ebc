// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.List;

/**
 * How much time a run takes.
 *
 * @param threads how many threads generators are measured with
 * @param manyThreads whether a few of them are measured with 64, too
 * @param forks JVMs for each turn of a generator
 * @param warmups iterations that are not counted
 * @param iterations iterations that are
 * @param iterationMillis the length of each
 * @param latencyMillis for how long single calls are timed, and threads that go on are watched at once
 * @param raceMillis for how long kinds of keys take turns
 * @param warmUpMillis for how long each of them is warmed up before
 * @param indexRows how many rows an index grows to
 * @param repetitions how often leases are taken, and applications started
 * @param loadSeconds for how long heartbeats put load on a database
 */
record RunLength(
        List<Integer> threads,
        boolean manyThreads,
        int forks,
        int warmups,
        int iterations,
        int iterationMillis,
        int latencyMillis,
        int raceMillis,
        int warmUpMillis,
        int indexRows,
        int repetitions,
        int loadSeconds) {

    static final RunLength QUICK = new RunLength(List.of(1, 8), false, 1, 1, 2, 400, 400, 4_000, 400, 100_000, 3, 12);
    static final RunLength USUAL =
            new RunLength(List.of(1, 2, 8), true, 1, 1, 3, 500, 800, 22_000, 800, 1_000_000, 7, 20);
    static final RunLength FULL =
            new RunLength(List.of(1, 2, 8), true, 3, 3, 5, 1000, 3000, 120_000, 2_000, 1_000_000, 25, 60);

    static RunLength of(List<String> arguments) {
        return arguments.contains("--quick") ? QUICK : arguments.contains("--full") ? FULL : USUAL;
    }
}
