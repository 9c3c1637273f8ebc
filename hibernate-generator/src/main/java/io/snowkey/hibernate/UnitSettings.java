// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.snowkey.ClockPolicy;
import io.snowkey.LayoutPreset;
import io.snowkey.SequenceStart;
import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;

/** The settings of a persistence unit: all of them, of which those of Snowkey are read here. */
record UnitSettings(Map<String, Object> values) {

    /** The value of {@link SnowkeySettings#WORKER_ID} that stands for a lease. */
    private static final String LEASED = "leased";

    private static final String SHIPPED_PREFIX = "snowkey_";
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private static final List<String> DURATIONS_OF_REGISTRIES = List.of(
            SnowkeySettings.TTL,
            SnowkeySettings.HEARTBEAT,
            SnowkeySettings.RESERVATION,
            SnowkeySettings.MAX_CLOCK_SKEW,
            SnowkeySettings.MAX_WAIT,
            SnowkeySettings.HOLDER_RETENTION,
            SnowkeySettings.CLOSE_TIMEOUT,
            SnowkeySettings.QUIET_AFTER,
            SnowkeySettings.CLAIM_WAIT);

    private static final List<String> BROUGHT_BY_PRESETS = List.of(
            SnowkeySettings.TICK,
            SnowkeySettings.TIMESTAMP_BITS,
            SnowkeySettings.WORKER_BITS,
            SnowkeySettings.DATACENTER_BITS,
            SnowkeySettings.SEQUENCE_BITS,
            SnowkeySettings.BITS_ORDER);

    private static final Pattern ONE_REFUSED = Pattern.compile("(\\w+) (?:(?! \\+ ).)*?: ");

    /** Messages of builders begin with their own name for what they refuse. */
    private static final Map<String, String> BY_NAME_IN_BUILDERS = Map.ofEntries(
            Map.entry("epoch", SnowkeySettings.EPOCH),
            Map.entry("tick", SnowkeySettings.TICK),
            Map.entry("timestampBits", SnowkeySettings.TIMESTAMP_BITS),
            Map.entry("workerBits", SnowkeySettings.WORKER_BITS),
            Map.entry("datacenterBits", SnowkeySettings.DATACENTER_BITS),
            Map.entry("sequenceBits", SnowkeySettings.SEQUENCE_BITS),
            Map.entry("workerId", SnowkeySettings.WORKER_ID),
            Map.entry("reservation", SnowkeySettings.WORKER_FILE_RESERVATION),
            Map.entry("maxWait", SnowkeySettings.WORKER_FILE_MAX_WAIT),
            Map.entry("clockTolerance", SnowkeySettings.CLOCK_TOLERANCE),
            Map.entry("burst", SnowkeySettings.CLOCK_BURST),
            Map.entry("worker", SnowkeySettings.FLAKE_WORKER),
            Map.entry("networkInterface", SnowkeySettings.FLAKE_NETWORK_INTERFACE));

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
    boolean areTablesByHibernate() {
        return isTrue(SnowkeySettings.TABLES_BY_HIBERNATE);
    }

    /**
     * Whether the columns of the database are looked at.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    boolean areColumnsChecked() {
        return isTrue(SnowkeySettings.CHECK_COLUMNS);
    }

    private boolean isTrue(String name) {
        String text = text(name);
        if (text == null || text.equalsIgnoreCase("false")) {
            return false;
        }
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        throw new IllegalArgumentException("setting '" + name + "' is '" + text + "': must be true or false");
    }

    /**
     * All settings of Snowkey, as texts that a registry reads. Durations are as in ISO 8601, and the schema is in front
     * of the table names.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    Map<String, String> ofSnowkey() {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(SettingNames.OURS) && value != null) {
                texts.put(name, value.toString()); // a Duration, too, reads as it is to be written
            }
        });
        for (String name : DURATIONS_OF_REGISTRIES) {
            read(name, DurationText.FORM, DurationText::parse, duration -> texts.put(name, duration.toString()));
        }
        String schema = texts.remove(SnowkeySettings.SCHEMA);
        if (schema != null) {
            texts.put(SnowkeySettings.TABLE_PREFIX, qualified(schema.strip(), text(SnowkeySettings.TABLE_PREFIX)));
        }
        return texts;
    }

    private static String qualified(String schema, @Nullable String prefix) {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("setting '" + SnowkeySettings.SCHEMA + "' is '" + schema
                    + "': must be letters, digits and underscores, no digit first, 63 at most");
        }
        if (prefix != null && prefix.contains(".")) {
            throw new IllegalArgumentException(
                    "setting '" + SnowkeySettings.SCHEMA + "' is '" + schema + "', and '" + SnowkeySettings.TABLE_PREFIX
                            + "' is '" + prefix + "': that is a schema twice. Remove one of them.");
        }
        return schema + "." + (prefix != null ? prefix : SHIPPED_PREFIX);
    }

    /**
     * @throws IllegalArgumentException if a setting cannot be read or is out of range
     */
    SnowflakeLayout layout() {
        SnowflakeLayout.Builder layout = preset();
        read(SnowkeySettings.EPOCH, "a time such as 2025-01-01T00:00:00Z", Instant::parse, layout::epoch);
        read(SnowkeySettings.TICK, DurationText.FORM, DurationText::parse, layout::tick);
        read(SnowkeySettings.TIMESTAMP_BITS, "a whole number", Integer::valueOf, layout::timestampBits);
        read(SnowkeySettings.WORKER_BITS, "a whole number", Integer::valueOf, layout::workerBits);
        read(SnowkeySettings.DATACENTER_BITS, "a whole number", Integer::valueOf, layout::datacenterBits);
        read(SnowkeySettings.SEQUENCE_BITS, "a whole number", Integer::valueOf, layout::sequenceBits);
        read(
                SnowkeySettings.BITS_ORDER,
                "one of " + written(SnowflakeLayout.Order.values()),
                text -> SnowflakeLayout.Order.valueOf(constant(text)),
                layout::order);
        return valid("layout", layout::build);
    }

    private SnowflakeLayout.Builder preset() {
        String preset = text(SnowkeySettings.PRESET);
        if (preset == null) {
            return SnowflakeLayout.builder();
        }
        for (String own : BROUGHT_BY_PRESETS) {
            if (value(own) != null) {
                throw new IllegalArgumentException("setting '" + SnowkeySettings.PRESET + "' is '" + preset + "', and '"
                        + own + "' is set: a preset brings its own tick and bits. Remove one of them.");
            }
        }
        try {
            return LayoutPreset.valueOf(constant(preset)).layout().toBuilder();
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "setting '" + SnowkeySettings.PRESET + "' is '" + preset + "': must be one of "
                            + written(LayoutPreset.values()),
                    unknown);
        }
    }

    /** Constants may be written as the starter takes them: in small letters, with dashes. */
    private static String constant(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String written(Enum<?>[] constants) {
        return Arrays.toString(constants).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Gives a builder what is set about the clock. */
    void clock(Consumer<Duration> tolerance, Consumer<ClockPolicy> policy, Consumer<Duration> burst) {
        read(SnowkeySettings.CLOCK_TOLERANCE, DurationText.FORM, DurationText::parse, tolerance);
        read(SnowkeySettings.CLOCK_BURST, DurationText.FORM, DurationText::parse, burst);
        read(
                SnowkeySettings.CLOCK_POLICY,
                "one of " + written(ClockPolicy.values()),
                text -> ClockPolicy.valueOf(constant(text)),
                policy);
    }

    /** Gives a builder with which sequence a tick begins, if that is set. */
    void sequenceStart(Consumer<SequenceStart> start) {
        read(
                SnowkeySettings.SEQUENCE_START,
                "one of " + written(SequenceStart.values()),
                text -> SequenceStart.valueOf(constant(text)),
                start);
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
