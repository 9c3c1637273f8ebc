// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Durations and times as people write them. */
final class Words {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Words() {}

    /** Such as {@code 100 ms}, {@code 14.8 s}, {@code 10 minutes}, {@code 1 hour 5 minutes} or {@code 364 days 23 hours}. */
    static String of(Duration duration) {
        if (duration.isNegative()) {
            return "minus " + of(duration.negated());
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            long tenths = duration.toMillis() / 100;
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        if (duration.compareTo(Duration.ofHours(1)) < 0) {
            return two(duration.toMinutes(), "minute", duration.toSecondsPart(), "s");
        }
        if (duration.compareTo(Duration.ofDays(1)) < 0) {
            return two(duration.toHours(), "hour", duration.toMinutesPart(), "minute");
        }
        return two(duration.toDays(), "day", duration.toHoursPart(), "hour");
    }

    private static String two(long large, String unit, int small, String smallUnit) {
        return counted(large, unit) + (small == 0 ? "" : " " + counted(small, smallUnit));
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 || unit.equals("s") ? "" : "s");
    }

    /** Such as {@code 2026-11-27 10:15:30 UTC}, with milliseconds where there are any. */
    static String of(Instant time) {
        return (time.get(ChronoField.MILLI_OF_SECOND) == 0 ? SECONDS : MILLIS).format(time);
    }

    /** Such as {@code worker id 5} or {@code worker ids 0 to 1023}. */
    static String workerIds(long first, long last) {
        return first == last ? "worker id " + first : "worker ids " + first + " to " + last;
    }
}
