// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.snowkey.registry.RecordedFaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What real processes did through real faults is what the specification allows. */
final class RealProcessesTest {

    @Test
    void whatTheyDidIsAllowed(@TempDir Path directory) throws Exception {
        Recording recording = new Recording("processes", RecordedFaults.ofTheCode(directory));

        assertThat(Recordings.refused("processes", List.of(recording))).isEmpty();
        Map<String, Integer> steps = new TreeMap<>();
        recording.lines().forEach(line -> steps.merge(line.split(" ", 2)[0], 1, Integer::sum));
        System.out.println("Real processes followed: steps " + steps);
        assertThat(steps)
                .containsKeys(
                        "take", "renew", "install", "repair", "release", "hear", "giveUp", "seal", "issue", "crash",
                        "goBack");
    }

    @Test
    void whatOneDidThatIgnoredItsClaimIsRefused(@TempDir Path directory) throws Exception {
        Recording recording = new Recording("ignores", RecordedFaults.ofAProcessThatIgnoresItsClaim(directory));

        Map<Recording, String> refused = Recordings.refused("ignores", List.of(recording));

        refused.values().forEach(each -> System.out.println("Refused: " + each));
        assertThat(refused).containsKey(recording);
    }
}
