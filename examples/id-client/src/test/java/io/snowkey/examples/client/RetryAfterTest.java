// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void isSecondsOrADate() {
        assertThat(AnswerParser.retryAfter("0", NOW)).isZero();
        assertThat(AnswerParser.retryAfter(" 7 ", NOW)).hasSeconds(7);
        assertThat(AnswerParser.retryAfter("Sat, 21 Nov 2026 12:00:20 GMT", NOW))
                .hasSeconds(20);
        assertThat(AnswerParser.retryAfter("Sat, 21 Nov 2026 11:00:00 GMT", NOW))
                .as("a date of the past")
                .isZero();
    }

    @Test
    void isHalfAMinuteAtMost() {
        assertThat(AnswerParser.retryAfter("31", NOW)).isEqualTo(Duration.ofSeconds(30));
        assertThat(AnswerParser.retryAfter("86399", NOW)).isEqualTo(Duration.ofSeconds(30));
        assertThat(AnswerParser.retryAfter("9".repeat(1_000), NOW)).isEqualTo(Duration.ofSeconds(30));
        assertThat(AnswerParser.retryAfter("Sun, 21 Nov 2027 12:00:00 GMT", NOW))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "+1", "1.5", "soon", "\u0667", "2026-11-21T12:01:30Z"})
    void isNothingWhenItCannotBeUnderstood(String text) {
        assertThat(AnswerParser.retryAfter(text, NOW)).isNull();
    }
}
