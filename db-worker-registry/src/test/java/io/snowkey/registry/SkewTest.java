// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class SkewTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void takesHalfTheRoundTripOff() {
        assertThat(Skew.of(1_000, Duration.ofMillis(40), 1_020).estimate()).isEqualTo(Duration.ZERO);
        assertThat(Skew.of(5_000, Duration.ofMillis(40), 1_020).estimate()).isEqualTo(Duration.ofSeconds(4));
    }

    /** Clocks that agree: the database had just come back, and read its clock at the end of the 8 s, or at once. */
    @Test
    void aSlowAnswerIsNoSkew() {
        assertThat(Skew.of(1_000, Duration.ofSeconds(8), 9_000).estimate()).isEqualTo(Duration.ZERO);
        assertThat(Skew.of(1_000, Duration.ofSeconds(8), 1_000).estimate()).isEqualTo(Duration.ZERO);
        assertThat(Skew.of(8_000, Duration.ofSeconds(8), 1_000).estimate())
                .as("ahead by 7 s at least")
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(Skew.of(1_000, Duration.ofSeconds(8), 12_000).estimate())
                .as("behind by 3 s at least")
                .isEqualTo(Duration.ofSeconds(-3));
        assertThat(Skew.oneWay(Duration.ofSeconds(8))).isEqualTo(Duration.ZERO);
        assertThat(Skew.oneWay(Duration.ofMillis(8))).isEqualTo(Duration.ofMillis(4));
    }

    @Test
    void isTooMuchOnlyIfTheRoundTripCannotExplainIt() {
        assertThat(Skew.of(11_001, Duration.ofSeconds(5), 1_000).exceeds(LIMIT)).isTrue();
        assertThat(Skew.of(11_000, Duration.ofSeconds(5), 1_000).exceeds(LIMIT)).isFalse();
        assertThat(Skew.of(0, Duration.ofSeconds(5), 15_001).exceeds(LIMIT)).isTrue();
        assertThat(Skew.of(0, Duration.ofSeconds(5), 15_000).exceeds(LIMIT))
                .as("the database may have read its clock at the very end of the round trip")
                .isFalse();
    }
}
