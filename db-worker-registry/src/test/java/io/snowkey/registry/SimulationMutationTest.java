// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The simulation can fail: each rule of the protocol that is taken out makes it do so, in the runs that are green with it. */
@Tag("faults")
final class SimulationMutationTest {

    private static final int MOST_SEEDS = 400;

    @ParameterizedTest
    @MethodSource
    void isFound(SimMutation mutation, SimRule broken) {
        for (int seed = 0; seed < MOST_SEEDS; seed++) {
            try {
                Simulation.run(seed, SimulationTest.STEPS_PER_RUN, mutation, EnumSet.of(broken));
            } catch (SimViolation found) {
                assertThat(found.rule()).isEqualTo(broken);
                assertThat(found).hasMessageContaining("-Dsnowkey.simulation.seed=" + seed);
                System.out.println("Simulation: " + mutation + " breaks " + broken + ", runs needed: " + (seed + 1));
                return;
            }
        }
        throw new AssertionError(mutation + " was not found to break " + broken + " in " + MOST_SEEDS + " runs");
    }

    static Stream<Arguments> isFound() {
        return Arrays.stream(SimMutation.values())
                .flatMap(mutation -> mutation.broken().stream().map(rule -> arguments(mutation, rule)));
    }

    @Test
    void everyRuleIsBrokenByAMutation() {
        assertThat(Arrays.stream(SimMutation.values())
                        .flatMap(mutation -> mutation.broken().stream())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(SimRule.values());
    }
}
