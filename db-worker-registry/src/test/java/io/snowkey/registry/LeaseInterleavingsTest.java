// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.snowkey.registry.LeaseInterleavings.Scenario;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two threads of one lease, in very many orders of their steps: heartbeat, loss, replacement, close, and ids
 * meanwhile. Each exploration has a JVM of its own: Lincheck rewrites the classes of the whole JVM, and a mutant has
 * classes of its own.
 *
 * <p>{@code -Dsnowkey.interleavings=2000} looks at so many orders of each scenario, in the shipped code and in all
 * mutants.
 */
@Tag("faults")
final class LeaseInterleavingsTest {

    /** How many orders of each scenario; null in a build, which has little time. */
    private static final Integer LONG = Integer.getInteger("snowkey.interleavings");

    @TempDir
    private Path directory;

    @Test
    void theLeaseHoldsNothingAfterItsCloseAndIssuesNoIdTwice() throws IOException, InterruptedException {
        Exploration shipped = explore(LONG == null ? 100 : LONG, Scenario.values());
        assertThat(shipped.exitCode).as(shipped.output).isZero();
    }

    /** A mutant costs as much as it takes to find it. */
    @ParameterizedTest
    @MethodSource("mutants")
    void anotherOrderOfItsStepsIsFound(LeaseMutant mutant) throws IOException, InterruptedException {
        mutant.compileInto(directory);
        Exploration mutated = explore(LONG == null ? 600 : LONG, mutant.scenario);
        assertThat(mutated.output).contains(mutant.finding);
        assertThat(mutated.exitCode).isEqualTo(LeaseInterleavings.FOUND);
    }

    static List<LeaseMutant> mutants() {
        return LONG == null
                ? List.of(LeaseMutant.LOOKS_AT_CLOSED_FIRST, LeaseMutant.RELEASES_WHAT_IT_HELD_BEFORE_IT_HAS_THE_LOCK)
                : List.of(LeaseMutant.values());
    }

    private record Exploration(int exitCode, String output) {}

    /** With the classes of the directory in front of all others. Ends by itself: its number of orders is limited. */
    private Exploration explore(int orders, Scenario... scenarios) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Dfile.encoding=UTF-8",
                                        "-cp",
                                        directory + File.pathSeparator + System.getProperty("java.class.path"),
                                        LeaseInterleavings.class.getName(),
                                        Integer.toString(orders)),
                                Arrays.stream(scenarios).map(Scenario::name))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            return new Exploration(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
