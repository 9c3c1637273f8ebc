// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.snowkey.registry.RecordedRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * What the classes of the registry did in simulated runs is what the specification allows; without one of the rules, it
 * is not.
 */
final class SimulatedRunsTest {

    private static final int STEPS = 400;
    /** The model checker reads a long module slowly. */
    private static final int AT_ONCE = 20;

    private static final int MOST_MUTANT_RUNS = 300;

    @Test
    void whatTheCodeDidIsAllowed() {
        int runs = Integer.getInteger("snowkey.protocol.runs", 60);
        Map<String, Integer> steps = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        for (int first = 0; first < runs; first += AT_ONCE) {
            List<Recording> recordings = recordings(first, Math.min(runs, first + AT_ONCE), "NONE");
            recordings.forEach(
                    each -> each.lines().forEach(line -> steps.merge(line.split(" ", 2)[0], 1, Integer::sum)));
            refused.addAll(Recordings.refused("simulated", recordings).values());
        }
        System.out.println("Simulated runs followed: " + runs + ", steps " + steps);
        assertThat(refused).isEmpty();
        assertThat(steps)
                .containsKeys(
                        "take",
                        "renew",
                        "skewed",
                        "install",
                        "repair",
                        "release",
                        "hear",
                        "giveUp",
                        "takeBack",
                        "seal",
                        "issue",
                        "holds",
                        "clone",
                        "crash",
                        "save",
                        "goBack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO_HIGH_WATER_MARK",
                "RENEWAL_OF_ANY_GENERATION",
                "RENEWAL_LOWERS_THE_HIGH_WATER_MARK",
                "RELEASE_TOO_LOW",
                "FAILURES_WIDEN_THE_CLAIM",
                "NO_FENCE_IN_RENEW",
                "MARK_AS_THE_ONLY_FENCE",
                "ANOTHER_QUESTION_EACH_TIME",
                "NO_REPAIR"
            })
    void whatCodeWithoutARuleDidIsRefused(String mutation) {
        for (int first = 0; first < MOST_MUTANT_RUNS; first += AT_ONCE) {
            Map<Recording, String> refused =
                    Recordings.refused("mutant " + mutation, recordings(first, first + AT_ONCE, mutation));
            if (!refused.isEmpty()) {
                System.out.println(mutation + ": " + refused.values().iterator().next());
                return;
            }
        }
        fail("%s was not refused in %d runs", mutation, MOST_MUTANT_RUNS);
    }

    private static List<Recording> recordings(int first, int end, String mutation) {
        return LongStream.range(first, end)
                .mapToObj(seed -> new Recording("seed " + seed, RecordedRuns.of(seed, STEPS, mutation)))
                .filter(recording -> !recording.lines().isEmpty())
                .collect(Collectors.toList());
    }
}
