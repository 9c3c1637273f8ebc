// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Four ids per tick: point 42 is sequence 2 of tick 10, and point 40 says that tick 9 is used up. */
class ClockRulesTest {

    private static final Ticks TICKS = new Ticks(0, 1, 2, 100);
    private static final long WAIT_FOR_TICK = ClockRules.WAIT_FOR_TICK;
    private static final long WAIT_FOR_CLOCK = ClockRules.WAIT_FOR_CLOCK;
    private static final long CLOCK_BEHIND = ClockRules.CLOCK_BEHIND;

    @ParameterizedTest(name = "next {0} at tick {1}: {2}")
    @CsvSource({
        "42, 10, 42", // more of this tick
        "40, 10, 40", // the first of this tick
        "42, 11, 44", // the clock moved on
        "42, 99, 396", // to the last tick
        "42, 100, 9223372036854775807", // and beyond
        "42, 4611686018427387904, 9223372036854775807", // so far that the point of the tick has more than 64 bits
        "0, -1, " + WAIT_FOR_TICK, // nothing issued yet, a tick before the epoch
        "40, 9, " + WAIT_FOR_TICK, // used up
        "42, 9, " + WAIT_FOR_CLOCK, // a tick behind
        "42, 7, " + WAIT_FOR_CLOCK, // as far behind as is tolerated
        "42, 6, " + CLOCK_BEHIND,
        "40, 8, " + WAIT_FOR_CLOCK, // the newest id is of tick 9
        "40, 6, " + WAIT_FOR_CLOCK,
        "40, 5, " + CLOCK_BEHIND,
        "42, -4611686018427387904, " + CLOCK_BEHIND
    })
    void decidesByCounterAndClock(long next, long now, long decision) {
        assertThat(new ClockRules(0, 3, false).next(TICKS, next, now)).isEqualTo(decision);
    }

    @ParameterizedTest(name = "next {0} at tick {1}: {2}")
    @CsvSource({
        "42, 8, 42", // ahead of the clock by as much as allowed
        "40, 8, 40",
        "44, 8, " + WAIT_FOR_TICK, // all that may be ahead is used up
        "45, 8, " + WAIT_FOR_CLOCK, // more than allowed is ahead: the clock moved back
        "54, 8, " + WAIT_FOR_CLOCK,
        "56, 8, " + WAIT_FOR_CLOCK,
        "57, 8, " + CLOCK_BEHIND
    })
    void letsIdsRunAheadByTheBurst(long next, long now, long decision) {
        assertThat(new ClockRules(2, 3, false).next(TICKS, next, now)).isEqualTo(decision);
    }

    @ParameterizedTest(name = "next {0} at tick {1}: {2}")
    @CsvSource({"42, 10, 42", "40, 9, " + WAIT_FOR_TICK, "42, 7, " + WAIT_FOR_CLOCK, "42, 6, 42", "42, -50, 42"})
    void goesOnWhereToldTo(long next, long now, long decision) {
        assertThat(new ClockRules(0, 3, true).next(TICKS, next, now)).isEqualTo(decision);
    }

    @Test
    void withoutToleranceRefusesAtOnce() {
        assertThat(new ClockRules(0, 0, false).next(TICKS, 42, 9)).isEqualTo(CLOCK_BEHIND);
        assertThat(new ClockRules(0, 0, false).next(TICKS, 40, 9)).isEqualTo(WAIT_FOR_TICK);
    }

    @Test
    void withOneIdPerTickEveryPointIsATick() {
        Ticks one = new Ticks(0, 1, 0, 100);
        ClockRules rules = new ClockRules(0, 3, false);

        assertThat(rules.next(one, 10, 10)).isEqualTo(10);
        assertThat(rules.next(one, 11, 10)).isEqualTo(WAIT_FOR_TICK);
        assertThat(rules.next(one, 11, 9)).isEqualTo(WAIT_FOR_CLOCK);
        assertThat(rules.next(one, 11, 6)).isEqualTo(CLOCK_BEHIND);
    }

    @Test
    void aRunOfIdsStaysInTheTicksThatAreOpen() {
        assertThat(new ClockRules(0, 3, false).runLimit(TICKS, 42, 10)).isEqualTo(44);
        assertThat(new ClockRules(2, 3, false).runLimit(TICKS, 42, 10)).isEqualTo(52);
        assertThat(new ClockRules(2, 3, false).runLimit(TICKS, 42, 99)).isEqualTo(Long.MAX_VALUE);
        assertThat(new ClockRules(0, 3, true).runLimit(TICKS, 42, 5)).isEqualTo(Long.MAX_VALUE);
    }
}
