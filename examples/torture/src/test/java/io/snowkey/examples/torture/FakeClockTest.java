// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class FakeClockTest {

    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory;

    private FakeClock clock;

    /** The pace that the process gets as soon as it has printed a line, or null if it keeps its pace. */
    private @Nullable String next;

    @BeforeEach
    void libraryIsThere() throws IOException {
        assumeTrue(FakeClock.isThere(), "libfaketime is not installed (Debian's package faketime)");
        clock = new FakeClock(directory.resolve("clock"), true);
    }

    /** Runs a process until this is true of the paces that it prints, or for so long. Returns what it printed last. */
    private List<Double> paces(int seconds, Predicate<List<Double>> enough) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process process = Processes.java(log, clock.environment(), ClockProbe.class.getName(), List.of());
        try {
            List<Double> paces = List.of();
            for (int i = 0; i < 100 * seconds && process.isAlive() && !enough.test(paces); i++) {
                Thread.sleep(10);
                paces = last(log);
                if (!paces.isEmpty() && next != null) {
                    clock.changePace(next);
                    next = null;
                }
            }
            return paces;
        } finally {
            Processes.kill(process);
        }
    }

    /** The last whole line. */
    private static List<Double> last(Path log) throws IOException {
        List<List<Double>> all = all(log);
        return all.isEmpty() ? List.of() : all.get(all.size() - 1);
    }

    /** All whole lines. */
    private static List<List<Double>> all(Path log) throws IOException {
        String text = Files.readString(log);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> Stream.of(line.split(" ", -1)).map(Double::valueOf).toList())
                .toList();
    }

    private static boolean isPace(double pace, List<Double> paces) {
        return paces.size() == 2 && paces.stream().allMatch(one -> Math.abs(one - pace) < pace / 10);
    }

    private void assertPace(double pace, int seconds) throws IOException, InterruptedException {
        List<Double> paces = paces(seconds, printed -> isPace(pace, printed));
        assertThat(isPace(pace, paces)).as("%s is a pace of %s", paces, pace).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 0.5})
    void bothClocksRunAtThePace(double pace) throws IOException, InterruptedException {
        clock.runAt(Double.toString(pace));
        assertPace(pace, PATIENCE_SECONDS);
    }

    @Test
    void thePaceChangesWhileTheProcessRuns() throws IOException, InterruptedException {
        clock.runAt("1");
        next = "2";
        assertPace(2, PATIENCE_SECONDS);
        assertThat(all(directory.resolve("log")))
                .as("no jump: never faster than the new pace")
                .allSatisfy(paces -> assertThat(paces).allMatch(one -> one < 2.2));
    }

    /** The counter-example: a clock that runs right, which is the clock after it was set right, too. */
    @Test
    void aClockThatRunsRightIsFound() throws IOException, InterruptedException {
        clock.runAt("2");
        clock.setRight();
        assertPace(1, PATIENCE_SECONDS);
        assertThatThrownBy(() -> assertPace(2, 3)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aClockAtAnotherPaceIsNotSet() throws IOException {
        clock.runAt("1.2");
        assertThatThrownBy(() -> clock.set("+5")).isInstanceOf(IllegalStateException.class);
        clock.setRight();
        assertThatThrownBy(() -> clock.changePace("1")).isInstanceOf(IllegalStateException.class);
        clock.set("+5");
        assertThat(directory.resolve("clock")).hasContent("+5");
    }
}
