// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class FakeClockTest {

    @TempDir
    private Path directory;

    private FakeClock clock;

    @BeforeEach
    void libraryIsThere() throws IOException {
        assumeTrue(FakeClock.isThere(), "libfaketime is not installed (Debian's package faketime)");
        clock = new FakeClock(directory.resolve("clock"), true);
    }

    /** Starts a process, and returns the pace of its wall clock and of its monotonic clock. */
    private List<Double> paces(Map<String, String> environment) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process process = Processes.java(log, environment, ClockProbe.class.getName(), List.of());
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("its waits end")
                    .isTrue();
            return List.of(Files.readString(log).strip().split(" ", -1)).stream()
                    .map(Double::valueOf)
                    .toList();
        } finally {
            Processes.kill(process);
        }
    }

    private static void assertPace(double pace, List<Double> paces) {
        assertThat(paces).hasSize(2).allSatisfy(one -> assertThat(one).isCloseTo(pace, within(pace / 10)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 0.5})
    void bothClocksRunAtThePace(double pace) throws IOException, InterruptedException {
        clock.runAt(Double.toString(pace));
        assertPace(pace, paces(clock.environment()));
    }

    /** The counter-example: a clock that runs right, which is the clock after it was set right, too. */
    @Test
    void aClockThatRunsRightIsFound() throws IOException, InterruptedException {
        clock.runAt("2");
        clock.setRight();
        List<Double> right = paces(clock.environment());
        assertPace(1, right);
        assertThatThrownBy(() -> assertPace(2, right)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertPace(0.5, right)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aClockAtAnotherPaceIsNotSet() throws IOException {
        clock.runAt("1.2");
        assertThatThrownBy(() -> clock.set("+5")).isInstanceOf(IllegalStateException.class);
        clock.setRight();
        clock.set("+5");
        assertThat(directory.resolve("clock")).hasContent("+5");
    }
}
