// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/** Reads the {@code Retry-After} of RFC 9110: a number of seconds, or a date. */
final class RetryAfter {

    /** The longest wait. It holds also if a service, or a proxy in front of it, says more. */
    static final Duration MOST = Duration.ofSeconds(30);

    private RetryAfter() {}

    /** How long to wait, or {@code null} if the text cannot be understood. */
    static @Nullable Duration read(String text, Instant now) {
        String value = text.strip();
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > 9 ? MOST : atMost(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return date.isBefore(now) ? Duration.ZERO : atMost(Duration.between(now, date));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(MOST) < 0 ? wait : MOST;
    }
}
