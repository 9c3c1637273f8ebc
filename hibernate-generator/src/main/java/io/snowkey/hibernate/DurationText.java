// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations: a number and a unit, such as {@code 30s} or {@code 10ms}, or ISO 8601. The starter takes the same
 * forms.
 */
final class DurationText {

    /** For errors. */
    static final String FORM = "a number and a unit, such as 10ms, 30s, 10m, 1h or 400d";

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([+-]?\\d{1,18})\\s*(ns|us|ms|s|m|h|d)");

    private DurationText() {}

    /**
     * @throws IllegalArgumentException if it has no unit, or is none
     * @throws java.time.format.DateTimeParseException if it is none of ISO 8601 either
     */
    static Duration parse(String text) {
        Matcher form = NUMBER_AND_UNIT.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return Duration.parse(text);
        }
        ChronoUnit unit =
                switch (form.group(2)) {
                    case "ns" -> ChronoUnit.NANOS;
                    case "us" -> ChronoUnit.MICROS;
                    case "ms" -> ChronoUnit.MILLIS;
                    case "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                };
        try {
            return Duration.of(Long.parseLong(form.group(1)), unit);
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException("too long", tooLong);
        }
    }
}
