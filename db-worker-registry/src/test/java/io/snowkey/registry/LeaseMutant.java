// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

import io.snowkey.registry.LeaseInterleavings.Scenario;

/** {@link JdbcWorkerLease} with one order of its steps changed, as {@link LeaseInterleavingsTest} has to find it. */
enum LeaseMutant {
    /** A close between the two looks seals the claim, which is then taken for a lost one. */
    LOOKS_AT_CLOSED_FIRST(Scenario.RENEWED_AND_CLOSED, "A worker id is held after the close"),
    REPLACES_ALTHOUGH_CLOSED(Scenario.LOST_AND_CLOSED, "A worker id is held after the close"),
    /** A heartbeat replaces it before the release has the lock: what it acquired is neither sealed nor released. */
    RELEASES_WHAT_IT_HELD_BEFORE_IT_HAS_THE_LOCK(Scenario.LOST_AND_CLOSED, "An id was issued after the close"),
    SEALS_BEFORE_IT_IS_CLOSED(Scenario.RENEWED_AND_CLOSED, "A worker id is held after the close");

    private static final Path SOURCE = Path.of("src/main/java/io/snowkey/registry/JdbcWorkerLease.java");

    final Scenario scenario;

    /** What is found to be wrong. */
    final String finding;

    LeaseMutant(Scenario scenario, String finding) {
        this.scenario = scenario;
        this.finding = finding;
    }

    private record Change(String text, String instead) {}

    private List<Change> changes() {
        return switch (this) {
            case LOOKS_AT_CLOSED_FIRST ->
                List.of(new Change(
                        "if (held.grant().claim().isSealed() && !closed)",
                        "if (!closed && held.grant().claim().isSealed())"));
            case REPLACES_ALTHOUGH_CLOSED ->
                List.of(new Change("claim().isSealed() && !closed)", "claim().isSealed())"));
            case RELEASES_WHAT_IT_HELD_BEFORE_IT_HAS_THE_LOCK ->
                List.of(
                        new Change(
                                "        databaseLock.lock(timeout, unblock);",
                                "        AcquiredWorker last = held;\n        databaseLock.lock(timeout, unblock);"),
                        new Change("                AcquiredWorker last = held;", ""));
            case SEALS_BEFORE_IT_IS_CLOSED ->
                List.of(
                        new Change(
                                "        closed = true;\n        held.grant().seal();", "        held.grant().seal();"),
                        new Change(
                                "        onDemandRenewal.cancel();",
                                "        closed = true;\n        onDemandRenewal.cancel();"));
        };
    }

    /** Compiles it into this directory. */
    void compileInto(Path directory) throws IOException {
        String source = Files.readString(SOURCE);
        for (Change change : changes()) {
            if (source.split(Pattern.quote(change.text), -1).length != 2) {
                throw new IllegalStateException(
                        name() + " is no mutant any more: its text is not once in " + SOURCE + ": " + change.text);
            }
            source = source.replace(change.text, change.instead);
        }
        Path mutated = Files.writeString(directory.resolve(SOURCE.getFileName()), source);
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        Stream.of(
                                        List.of("-nowarn", "-proc:none", "-d", directory.toString()),
                                        List.of("-cp", System.getProperty("java.class.path"), mutated.toString()))
                                .flatMap(List::stream)
                                .toArray(String[]::new));
        if (exit != 0) {
            throw new IllegalStateException(name() + " does not compile");
        }
    }
}
