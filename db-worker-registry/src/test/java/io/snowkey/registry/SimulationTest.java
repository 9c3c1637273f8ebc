// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import io.snowkey.registry.SimStatistics.Event;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random runs of the whole protocol. {@code -Dsnowkey.simulation.steps=} says how many steps, all runs together;
 * {@code -Dsnowkey.simulation.seed=} repeats the one run that failed, {@code -Dsnowkey.simulation.mutation=} one that
 * is meant to fail.
 */
@Tag("faults")
final class SimulationTest {

    static final int STEPS_PER_RUN = 5_000;
    private static final Set<SimRule> ALL_RULES = EnumSet.allOf(SimRule.class);

    @Test
    void noRuleIsBrokenWhateverHappens() {
        Long seed = Long.getLong("snowkey.simulation.seed");
        if (seed != null) {
            SimMutation mutation = SimMutation.valueOf(System.getProperty("snowkey.simulation.mutation", "NONE"));
            System.out.println("Seed " + seed + ": " + Simulation.run(seed, STEPS_PER_RUN, mutation, ALL_RULES));
            return;
        }
        int runs = Math.max(1, Integer.getInteger("snowkey.simulation.steps", 1_000_000) / STEPS_PER_RUN);
        SimStatistics total = new SimStatistics();
        for (seed = 0L; seed < runs; seed++) {
            total.add(Simulation.run(seed, STEPS_PER_RUN, SimMutation.NONE, ALL_RULES));
        }
        System.out.println(String.format(Locale.ROOT, "Simulation: %,d runs, %s", runs, total));
        if (runs >= 50) {
            assertThat(Event.values())
                    .allSatisfy(event ->
                            assertThat(total.of(event)).as(event.name()).isPositive());
        }
    }

    @Test
    void aSeedIsRepeatable() {
        String first =
                Simulation.run(7, STEPS_PER_RUN, SimMutation.NONE, ALL_RULES).toString();
        String second =
                Simulation.run(7, STEPS_PER_RUN, SimMutation.NONE, ALL_RULES).toString();
        assertThat(second).isEqualTo(first);
    }
}
