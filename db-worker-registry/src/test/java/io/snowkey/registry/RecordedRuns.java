// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

/** What simulated runs of the real classes did, as the specification of the protocol reads it: for its tests. */
public final class RecordedRuns {

    private RecordedRuns() {}

    /**
     * Runs the simulation.
     *
     * @param seed what decides everything in it
     * @param steps how many steps it takes
     * @param mutation the rule that is taken out, by its name in {@code SimMutation}; {@code NONE} for the code as it
     *     is
     * @return a step per line
     */
    public static List<String> of(long seed, int steps, String mutation) {
        return Simulation.record(seed, steps, SimMutation.valueOf(mutation));
    }
}
