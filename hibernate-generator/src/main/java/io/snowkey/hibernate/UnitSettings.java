// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.snowkey.ClockPolicy;
import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;

/** The settings of a persistence unit: all of them, of which those of Snowkey are read here. */
record UnitSettings(Map<String, Object> values) {

    /** The value of {@link SnowkeySettings#WORKER_ID} that stands for a lease. */
    private static final String LEASED = "leased";

    private static final Pattern ONE_REFUSED = Pattern.compile("(\\w+) \\S+: ");

    /** Messages of builders begin with their own name for what they refuse. */
    private static final Map<String, String> BY_NAME_IN_BUILDERS = Map.of(
            "tick", SnowkeySettings.TICK,
            "timestampBits", SnowkeySettings.TIMESTAMP_BITS,
            "workerBits", SnowkeySettings.WORKER_BITS,
            "sequenceBits", SnowkeySettings.SEQUENCE_BITS,
            "workerId", SnowkeySettings.WORKER_ID,
            "clockTolerance", SnowkeySettings.CLOCK_TOLERANCE,
            "worker", SnowkeySettings.FLAKE_WORKER,
            "networkInterface", SnowkeySettings.FLAKE_NETWORK_INTERFACE);

    @Nullable
    Object value(String name) {
        return values.get(name);
    }

    /** A text without white space around it, or {@code null}. */
    @Nullable
    String text(String name) {
        Object value = values.get(name);
        return value != null ? value.toString().strip() : null;
    }

    boolean isLeased() {
        return LEASED.equalsIgnoreCase(text(SnowkeySettings.WORKER_ID));
    }

    /**
     * Whether the tables of the registry belong to the schema of the unit.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    boolean isSchemaOfHibernate() {
        String schema = text(SnowkeySettings.SCHEMA);
        if (schema == null || schema.equalsIgnoreCase("none")) {
            return false;
        }
        if (schema.equalsIgnoreCase("hibernate")) {
            return true;
        }
        throw new IllegalArgumentException(
                "setting '" + SnowkeySettings.SCHEMA + "' is '" + schema + "': must be none or hibernate");
    }

    /** All that are Snowkey's, as texts. */
    Map<String, String> ofSnowkey() {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith("snowkey.") && value != null) {
                texts.put(name, value.toString()); // a Duration, too, reads as it is to be written
            }
        });
        return texts;
    }

    /**
     * @throws IllegalArgumentException if a setting cannot be read or is out of range
     */
    SnowflakeLayout layout() {
        SnowflakeLayout.Builder layout = SnowflakeLayout.builder();
        read(SnowkeySettings.EPOCH, "a time such as 2025-01-01T00:00:00Z", Instant::parse, layout::epoch);
        read(SnowkeySettings.TICK, "a duration such as PT0.001S", Duration::parse, layout::tick);
        read(SnowkeySettings.TIMESTAMP_BITS, "a whole number", Integer::valueOf, layout::timestampBits);
        read(SnowkeySettings.WORKER_BITS, "a whole number", Integer::valueOf, layout::workerBits);
        read(SnowkeySettings.SEQUENCE_BITS, "a whole number", Integer::valueOf, layout::sequenceBits);
        return valid("layout", layout::build);
    }

    /** Gives a builder what is set about the clock. */
    void clock(Consumer<Duration> tolerance, Consumer<ClockPolicy> policy) {
        read(SnowkeySettings.CLOCK_TOLERANCE, "a duration such as PT0.005S", Duration::parse, tolerance);
        read(
                SnowkeySettings.CLOCK_POLICY,
                "one of " + Arrays.toString(ClockPolicy.values()),
                text -> ClockPolicy.valueOf(text.toUpperCase(Locale.ROOT)),
                policy);
    }

    /** What a builder makes, or an error that names the setting which it refuses. */
    static <T> T valid(String what, Supplier<T> builder) {
        try {
            return builder.get();
        } catch (IllegalArgumentException outOfRange) {
            String message = String.valueOf(outOfRange.getMessage());
            if (message.startsWith("setting ")) {
                throw outOfRange; // one that could not even be read
            }
            Matcher refusal = ONE_REFUSED.matcher(message);
            String setting = refusal.lookingAt() ? BY_NAME_IN_BUILDERS.get(refusal.group(1)) : null;
            String which =
                    setting != null ? "setting '" + setting + "'" : "the settings 'snowkey.*' make no valid " + what;
            throw new IllegalArgumentException(which + ": " + message, outOfRange);
        }
    }

    /**
     * Hands over a setting, if there is one.
     *
     * @param form what it must be, for the error that it is not
     * @throws IllegalArgumentException if it cannot be read
     */
    <T> void read(String name, String form, Function<String, T> parser, Consumer<T> target) {
        String text = text(name);
        if (text == null) {
            return;
        }
        T parsed;
        try {
            parsed = parser.apply(text);
        } catch (DateTimeParseException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("setting '" + name + "' is '" + text + "': must be " + form, unreadable);
        }
        target.accept(parsed);
    }
}
