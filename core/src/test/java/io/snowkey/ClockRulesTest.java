// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Four ids per tick: point 42 is sequence 2 of tick 10, and point 40 says that tick 9 is used up. */
class ClockRulesTest {

    private static final Ticks TICKS = new Ticks(0, 1, 2, 100);
    private static final ClockRules RULES = new ClockRules(0, 0);

    @ParameterizedTest(name = "next {0} at tick {1}: {2}")
    @CsvSource({
        "42, 10, 42", // more of this tick
        "40, 10, 40", // the first of this tick
        "42, 11, 44", // the clock moved on
        "42, 99, 396", // to the last tick
        "42, 100, 9223372036854775807", // and beyond
        "42, 4611686018427387904, 9223372036854775807" // so far that the point of the tick has more than 64 bits
    })
    void goesOnInTheTickOfTheClock(long next, long now, long point) {
        assertThat(RULES.next(TICKS, next, now)).isEqualTo(point);
    }

    @ParameterizedTest(name = "next {0} at tick {1}: {2}")
    @CsvSource({
        "0, -1, TICK_USED_UP", // nothing issued yet, a tick before the epoch
        "40, 9, TICK_USED_UP",
        "42, 9, CLOCK_BEHIND", // a tick behind
        "40, 8, CLOCK_BEHIND", // the newest id is of tick 9
        "42, -4611686018427387904, CLOCK_BEHIND"
    })
    void saysWhyThereIsNoPoint(long next, long now, Verdict verdict) {
        assertThat(RULES.next(TICKS, next, now)).isEqualTo(verdict.code());
    }

    @Test
    void letsIdsRunAheadByTheBurst() {
        ClockRules burst = new ClockRules(2, 0);

        assertThat(burst.next(TICKS, 42, 8)).isEqualTo(42);
        assertThat(burst.next(TICKS, 40, 8)).isEqualTo(40);
        assertThat(burst.next(TICKS, 44, 8)).isEqualTo(Verdict.TICK_USED_UP.code());
        assertThat(burst.next(TICKS, 45, 8)).isEqualTo(Verdict.CLOCK_BEHIND.code());
        assertThat(burst.next(TICKS, 48, 8)).isEqualTo(Verdict.CLOCK_BEHIND.code());
    }

    @Test
    void withOneIdPerTickEveryPointIsATick() {
        Ticks one = new Ticks(0, 1, 0, 100);

        assertThat(RULES.next(one, 10, 10)).isEqualTo(10);
        assertThat(RULES.next(one, 11, 10)).isEqualTo(Verdict.TICK_USED_UP.code());
        assertThat(RULES.next(one, 11, 9)).isEqualTo(Verdict.CLOCK_BEHIND.code());
    }

    @Test
    void aRunOfIdsStaysInTheTicksThatAreOpen() {
        assertThat(RULES.runLimit(TICKS, 10)).isEqualTo(44);
        assertThat(new ClockRules(2, 0).runLimit(TICKS, 10)).isEqualTo(52);
        assertThat(new ClockRules(2, 0).runLimit(TICKS, 99)).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void everyVerdictHasACodeThatIsNoPoint(Verdict verdict) {
        assertThat(verdict.code()).isNegative();
        assertThat(Verdict.of(verdict.code())).isEqualTo(verdict);
    }
}
