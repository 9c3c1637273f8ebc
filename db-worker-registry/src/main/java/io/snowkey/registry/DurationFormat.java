// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.StringJoiner;

/** Writes durations as people do, for messages. */
final class DurationFormat {

    private DurationFormat() {}

    /**
     * The two largest units of a duration, such as {@code 100 ms}, {@code 14.81 s}, {@code 10 min}, {@code 1 h 5 min}
     * or {@code 364 d 23 h}.
     */
    static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        StringJoiner units = new StringJoiner(" ");
        if (duration.toDays() > 0) {
            add(units, duration.toDays(), "d");
            add(units, duration.toHoursPart(), "h");
        } else if (duration.toHours() > 0) {
            add(units, duration.toHours(), "h");
            add(units, duration.toMinutesPart(), "min");
        } else if (duration.toMinutes() > 0) {
            add(units, duration.toMinutes(), "min");
            add(units, duration.toSecondsPart(), "s");
        } else {
            units.add(BigDecimal.valueOf(duration.toMillis(), 3)
                            .stripTrailingZeros()
                            .toPlainString() + " s");
        }
        return units.toString();
    }

    private static void add(StringJoiner units, long value, String unit) {
        if (value > 0) {
            units.add(value + " " + unit);
        }
    }
}
