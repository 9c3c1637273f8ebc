// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.snowkey.ClockPolicy;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;

/** A generator with a fixed worker id, made from the settings of a unit and closed with it. */
final class OwnGenerator implements IdSource {

    private final SnowflakeGenerator generator;

    /**
     * @throws IllegalArgumentException if a setting cannot be read or is out of range
     */
    OwnGenerator(Map<String, Object> settings) {
        Reader reader = new Reader(settings);
        SnowflakeLayout.Builder layout = SnowflakeLayout.builder();
        reader.read(SnowkeySettings.EPOCH, "a time such as 2025-01-01T00:00:00Z", Instant::parse, layout::epoch);
        reader.read(SnowkeySettings.TICK, "a duration such as PT0.001S", Duration::parse, layout::tick);
        reader.read(SnowkeySettings.TIMESTAMP_BITS, "a whole number", Integer::valueOf, layout::timestampBits);
        reader.read(SnowkeySettings.WORKER_BITS, "a whole number", Integer::valueOf, layout::workerBits);
        reader.read(SnowkeySettings.SEQUENCE_BITS, "a whole number", Integer::valueOf, layout::sequenceBits);

        SnowflakeGenerator.Builder builder = SnowflakeGenerator.builder().layout(built("layout", layout::build));
        reader.read(SnowkeySettings.WORKER_ID, "a whole number", Long::valueOf, builder::workerId);
        reader.read(
                SnowkeySettings.CLOCK_TOLERANCE,
                "a duration such as PT0.005S",
                Duration::parse,
                builder::clockTolerance);
        reader.read(
                SnowkeySettings.CLOCK_POLICY,
                "one of " + Arrays.toString(ClockPolicy.values()),
                text -> ClockPolicy.valueOf(text.toUpperCase(Locale.ROOT)),
                builder::clockPolicy);
        generator = built("generator", builder::build);
    }

    @Override
    public long nextId() {
        return generator.nextId();
    }

    @Override
    public SnowflakeLayout layout() {
        return generator.layout();
    }

    @Override
    public void close() {
        generator.close();
    }

    private static <T> T built(String what, Supplier<T> builder) {
        try {
            return builder.get();
        } catch (IllegalArgumentException outOfRange) {
            throw new IllegalArgumentException(
                    "the settings 'snowkey.*' make no valid " + what + ": " + outOfRange.getMessage(), outOfRange);
        }
    }

    private record Reader(Map<String, Object> settings) {

        <T> void read(String name, String form, Function<String, T> parser, Consumer<T> target) {
            Object value = settings.get(name);
            if (value == null) {
                return;
            }
            T parsed;
            try {
                parsed = parser.apply(value.toString().trim());
            } catch (DateTimeParseException | IllegalArgumentException unreadable) {
                throw new IllegalArgumentException(
                        "setting '" + name + "' is '" + value + "': must be " + form, unreadable);
            }
            target.accept(parsed);
        }
    }
}
