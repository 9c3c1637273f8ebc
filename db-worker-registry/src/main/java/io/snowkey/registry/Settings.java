// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

import io.snowkey.SnowflakeLayout;

/**
 * The settings of a registry. Values that are not valid are refused.
 *
 * @param tablePrefix what the names of tables and view begin with, possibly with a schema in front
 * @param instance the stable name of this process, by which it gets its last worker id back
 */
record Settings(
        SnowflakeLayout layout,
        String namespace,
        String tablePrefix,
        String instance,
        String application,
        String host,
        long pid,
        long firstWorkerId,
        long lastWorkerId,
        Duration ttl,
        Duration heartbeat,
        Duration reservation,
        Duration maxClockSkew,
        Duration maxWait,
        Duration holderRetention) {

    /** The longest name in UTF-16 units, in which H2 counts. Databases that count code points have room to spare. */
    static final int MAX_NAME_LENGTH = 255;

    static final int MAX_NAMESPACE_LENGTH = 64;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern PREFIX =
            Pattern.compile("(?:[A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,40}");

    Settings {
        requireName("namespace", namespace, MAX_NAMESPACE_LENGTH);
        requireName("instance", instance, MAX_NAME_LENGTH);
        requireName("application", application, MAX_NAME_LENGTH);
        if (!PREFIX.matcher(tablePrefix).matches()) {
            throw new InvalidSettingException(
                    "tablePrefix",
                    "tablePrefix '" + tablePrefix
                            + "': must be letters, digits and underscores, up to 41 of them and no digit first, with a"
                            + " schema and a dot in front if need be, such as snowkey_ or ops.snowkey_");
        }
        if (firstWorkerId < 0 || lastWorkerId < firstWorkerId || lastWorkerId > layout.maxWorkerId()) {
            throw new InvalidSettingException(
                    "workerIds",
                    "workerIds " + firstWorkerId + " to " + lastWorkerId + ": must lie within 0 to "
                            + layout.maxWorkerId() + ", which is what the " + layout.workerBits()
                            + " worker bits of the layout hold, and not end before they begin");
        }
        requireDuration("ttl", ttl, SHORTEST, LONGEST);
        requireDuration("heartbeat", heartbeat, SHORTEST, LONGEST);
        requireDuration("reservation", reservation, SHORTEST, LONGEST);
        requireDuration("maxClockSkew", maxClockSkew, SHORTEST, LONGEST);
        requireDuration("maxWait", maxWait, Duration.ZERO, LONGEST);
        requireDuration("holderRetention", holderRetention, Duration.ofHours(1), Duration.ofDays(36_500));
        if (ttl.compareTo(heartbeat) <= 0) {
            throw new InvalidSettingException(
                    "ttl",
                    "ttl " + DurationFormat.format(ttl)
                            + ": must be longer than the heartbeat, " + DurationFormat.format(heartbeat)
                            + ". Three heartbeats are usual, so that one may get lost.");
        }
        // A claim begins and ends with whole ticks, so it lacks up to two ticks of what was reserved.
        if (reservation.compareTo(heartbeat.plus(layout.tick().multipliedBy(2))) < 0) {
            throw new InvalidSettingException(
                    "reservation",
                    "reservation " + DurationFormat.format(reservation)
                            + ": must be longer than the heartbeat, " + DurationFormat.format(heartbeat)
                            + ", by two ticks of the layout, "
                            + DurationFormat.format(layout.tick()) + " each, or ids run out before each one");
        }
    }

    private static void requireName(String name, String value, int maxLength) {
        if (value.isBlank() || !value.equals(value.strip()) || value.length() > maxLength) {
            throw new InvalidSettingException(
                    name,
                    name + " '" + value + "': must be 1 to " + maxLength
                            + " characters (emoji and the like count as two), without white space at either end");
        }
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new InvalidSettingException(
                    name, name + ": must not contain half a surrogate pair, which databases store as a question mark");
        }
        value.codePoints()
                .filter(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029')
                .findFirst()
                .ifPresent(c -> {
                    throw new InvalidSettingException(
                            name,
                            String.format(
                                    Locale.ROOT,
                                    "%s: must not contain line breaks and other control characters, and contains"
                                            + " U+%04X at position %d of '%s'",
                                    name,
                                    c,
                                    value.indexOf(c) + 1,
                                    value.replaceAll("[\\p{Cntrl}\u2028\u2029]", "?")));
                });
    }

    static void requireDuration(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new InvalidSettingException(
                    name,
                    name + " " + DurationFormat.format(value) + ": must be " + DurationFormat.format(min) + " to "
                            + DurationFormat.format(max));
        }
    }
}
