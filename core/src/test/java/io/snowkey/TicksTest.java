// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TicksTest {

    private static final Ticks MILLIS = new Ticks(1_000, 1, 12, 1L << 41);
    private static final Ticks TENS = new Ticks(1_000, 10, 8, 1L << 39);

    @Test
    void countsFromTheEpoch() {
        assertThat(MILLIS.at(1_000)).isZero();
        assertThat(MILLIS.at(1_007)).isEqualTo(7);
        assertThat(TENS.at(1_009)).isZero();
        assertThat(TENS.at(1_010)).isEqualTo(1);
    }

    @Test
    void isNegativeBeforeTheEpoch() {
        assertThat(MILLIS.at(999)).isEqualTo(-1);
        assertThat(TENS.at(999)).isEqualTo(-1);
        assertThat(TENS.at(989)).isEqualTo(-2);
    }

    @Test
    void aClaimBeginsWithTheFirstWholeTick() {
        assertThat(TENS.firstFrom(1_000)).isZero();
        assertThat(TENS.firstFrom(1_001)).isEqualTo(1);
        assertThat(TENS.firstFrom(1_010)).isEqualTo(1);
        assertThat(TENS.firstFrom(999)).isZero();
        assertThat(TENS.firstFrom(990)).isEqualTo(-1);
        assertThat(MILLIS.firstFrom(1_234)).isEqualTo(234);
    }

    @Test
    void aClaimEndsWithTheLastWholeTick() {
        assertThat(TENS.limit(1_019)).isEqualTo(TENS.point(1));
        assertThat(TENS.limit(1_020)).isEqualTo(TENS.point(2));
        assertThat(TENS.limit(900)).isZero();
    }

    @Test
    void aClaimEndsWithTheLayout() {
        Ticks four = new Ticks(0, 1, 2, 4);

        assertThat(four.limit(3)).isEqualTo(12);
        assertThat(four.limit(4)).isEqualTo(16);
        assertThat(four.limit(5)).isEqualTo(16);
        assertThat(four.limit(Long.MAX_VALUE)).isEqualTo(16);
    }

    @Test
    void theLimitOfACounterOf63BitsIsTheLargestLong() {
        Ticks full = new Ticks(0, 1, 12, 1L << 51);

        assertThat(full.limit(1L << 51)).isEqualTo(Long.MAX_VALUE);
        assertThat(full.limit(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(full.limit((1L << 51) - 1)).isEqualTo(Long.MAX_VALUE - 4_095);
        assertThat(new Ticks(0, 1, 0, Long.MAX_VALUE).limit(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void timesBeyondALongAreTheLargestLong() {
        assertThat(new Ticks(0, 86_400_000, 0, Long.MAX_VALUE).startMillis(Long.MAX_VALUE))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(new Ticks(5, 1, 0, Long.MAX_VALUE).startMillis(Long.MAX_VALUE))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(TENS.startMillis(3)).isEqualTo(1_030);
    }

    @Test
    void takesPointsApart() {
        assertThat(MILLIS.point(7)).isEqualTo(7 * 4_096);
        assertThat(MILLIS.tick(7 * 4_096 + 9)).isEqualTo(7);
        assertThat(MILLIS.sequence(7 * 4_096 + 9)).isEqualTo(9);
    }

    @Test
    void aTickWithAnIssuedPointIsTouched() {
        assertThat(MILLIS.firstUntouched(MILLIS.point(7))).isEqualTo(7);
        assertThat(MILLIS.firstUntouched(MILLIS.point(7) + 1)).isEqualTo(8);
        assertThat(MILLIS.firstUntouched(MILLIS.point(8) - 1)).isEqualTo(8);
    }
}
