// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;

/** Writes values for messages, as people write them. */
final class MessageText {

    private static final int LONGEST_QUOTE = 80;

    private MessageText() {}

    /** A duration, exact: {@code 6 ms}, {@code 2.5 s}, {@code 3 min 20 s}, {@code 2 d 3 h}. */
    static String of(Duration duration) {
        if (duration.isNegative()) {
            return "-" + of(duration.negated());
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return decimal(duration.toNanos(), 1_000_000) + " ms";
        }
        StringJoiner units = new StringJoiner(" ");
        add(units, duration.toDays(), "d");
        add(units, duration.toHoursPart(), "h");
        add(units, duration.toMinutesPart(), "min");
        long nanos = duration.toSecondsPart() * 1_000_000_000L + duration.toNanosPart();
        if (nanos > 0) {
            units.add(decimal(nanos, 1_000_000_000) + " s");
        }
        return units.toString();
    }

    private static void add(StringJoiner units, long value, String unit) {
        if (value > 0) {
            units.add(String.format(Locale.ROOT, "%,d %s", value, unit));
        }
    }

    private static String decimal(long nanos, long unit) {
        return BigDecimal.valueOf(nanos)
                .divide(BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }

    /**
     * Quotes a text from outside, on one line. At most {@value #LONGEST_QUOTE} characters are shown, and the number of
     * the others is given. Characters that are not plain are escaped.
     */
    static String quoted(CharSequence text) {
        int shown = Math.min(text.length(), LONGEST_QUOTE);
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < shown; i++) {
            quoted.append(escaped(text.charAt(i)));
        }
        quoted.append('"');
        return shown == text.length()
                ? quoted.toString()
                : String.format(Locale.ROOT, "%s... (%,d characters)", quoted, text.length());
    }

    /** Quotes one character of a text from outside, with single quotation marks. */
    static String quoted(char c) {
        return "'" + escaped(c) + "'";
    }

    private static String escaped(char c) {
        if (c == '"' || c == '\\') {
            return "\\" + c;
        }
        return isPlain(c) ? String.valueOf(c) : String.format("\\u%04X", (int) c);
    }

    /** Whether a character shows as itself. Controls, directions and halves of pairs do not. */
    private static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
