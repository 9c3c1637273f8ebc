// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.StringJoiner;

/** Values as people write them, for messages. */
final class Words {

    private Words() {}

    /** A duration to the millisecond: {@code 100 ms}, {@code 14.81 s}, {@code 10 min}, {@code 1 h 5 min} or {@code 364 d 23 h}. */
    static String of(Duration duration) {
        if (duration.isNegative()) {
            return "-" + of(duration.negated());
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        StringJoiner units = new StringJoiner(" ");
        add(units, duration.toDays(), "d");
        add(units, duration.toHoursPart(), "h");
        add(units, duration.toMinutesPart(), "min");
        long millis = duration.toSecondsPart() * 1_000L + duration.toMillisPart();
        if (millis > 0 && duration.toHours() == 0) { // next to hours, seconds are noise
            units.add(BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + " s");
        }
        return units.toString();
    }

    private static void add(StringJoiner units, long value, String unit) {
        if (value > 0) {
            units.add(value + " " + unit);
        }
    }

    /** Such as {@code worker id 5} or {@code worker ids 0 to 1023}. */
    static String workerIds(long first, long last) {
        return first == last ? "worker id " + first : "worker ids " + first + " to " + last;
    }
}
