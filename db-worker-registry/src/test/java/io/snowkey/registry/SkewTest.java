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
