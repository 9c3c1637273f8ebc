// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.snowkey.FileWorkerLease;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;

/** A fixed worker id that a file guards. */
final class WorkerFileSettings {

    private static final String WHOLE_NUMBER = "a whole number, as a file guards a fixed worker id";

    private WorkerFileSettings() {}

    /**
     * Opens the file with the first key only. A tool that only reads the mappings must not lock out the process that
     * uses the file.
     *
     * @throws IllegalArgumentException if a setting cannot be read or is out of range
     */
    static LazyGenerator<SnowflakeGenerator> guarded(UnitSettings settings, SnowflakeGenerator.Builder builder) {
        SnowflakeLayout layout = settings.layout();
        // A trial with the same settings, for errors to come now.
        SnowflakeGenerator.Builder trial = SnowflakeGenerator.builder().layout(layout);
        settings.read(SnowkeySettings.WORKER_ID, WHOLE_NUMBER, Long::valueOf, trial::workerId);
        settings.clock(trial::clockTolerance, trial::clockPolicy, trial::burst);
        long workerId = UnitSettings.valid("generator", trial::build).workerId();
        FileWorkerLease.Builder file = FileWorkerLease.builder(
                        Path.of(String.valueOf(settings.text(SnowkeySettings.WORKER_FILE))), workerId)
                .layout(layout);
        read(
                settings,
                SnowkeySettings.WORKER_FILE_RESERVATION,
                Duration.ofMillis(100),
                "100 ms to 1 day",
                file::reservation);
        read(settings, SnowkeySettings.WORKER_FILE_MAX_WAIT, Duration.ZERO, "0 to 1 day", file::maxWait);
        return LazyGenerator.by(() -> UnitSettings.valid(
                "worker file", () -> builder.lease(file.open()).build()));
    }

    private static void read(
            UnitSettings settings, String name, Duration least, String range, Consumer<Duration> target) {
        settings.read(name, DurationText.FORM, DurationText::parse, duration -> {
            if (duration.compareTo(least) < 0 || duration.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(
                        "setting '" + name + "' is '" + settings.text(name) + "': must be " + range);
            }
            target.accept(duration);
        });
    }

    /**
     * @throws IllegalArgumentException if something is said about a file, but not which
     */
    static void refuseOrphans(UnitSettings settings) {
        for (String name : List.of(SnowkeySettings.WORKER_FILE_RESERVATION, SnowkeySettings.WORKER_FILE_MAX_WAIT)) {
            if (settings.value(name) != null) {
                throw new IllegalArgumentException("setting '" + name + "' is set, but '" + SnowkeySettings.WORKER_FILE
                        + "' is not. Set the path of the file, or remove the other.");
            }
        }
    }
}
