// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SleepBudgetTest {

    private static final int TICKS = 100_000;

    /** What was in store and is earned, and the one that is owed at the end. */
    private static final int MOST_LOST = SleepBudget.MOST_LOSSES + TICKS / SleepBudget.WAITS_PER_LOSS + 1;

    private final SleepBudget budget = new SleepBudget();

    @Test
    void aMachineThatWakesSleepersInTimeIsSleptOn() {
        assertThat(run(0.002, true).spun).as("of %s waits", TICKS).isLessThan(TICKS / 10);
    }

    @Test
    void onOneThatDoesNotNoMoreIsLostThanAllowed() {
        for (double late : new double[] {0.01, 0.1, 1}) {
            assertThat(run(late, true).lost)
                    .as("of %s waits, where %s of those who sleep are woken late", TICKS, late)
                    .isLessThanOrEqualTo(MOST_LOST);
        }
    }

    @Test
    void aGeneratorThatAlwaysSleepsLosesMore() {
        assertThat(run(0.01, false).lost).isGreaterThan(MOST_LOST);
    }

    @Test
    void onlyTheFirstOneWhoComesBackCounts() {
        for (int wait = 0; wait < TICKS; wait++) {
            budget.reached(wait, wait);
            budget.reached(wait, wait + 3); // in the shade of the other one
            budget.reached(wait - 2, wait);
        }

        assertThat(budget.allowsSleep()).isTrue();
    }

    @Test
    void whatIsLostBySpinningIsNotMadeUpForByMoreOfIt() {
        long tick = 0;
        for (; budget.allowsSleep(); tick += 2) {
            budget.reached(tick, tick + 1);
        }
        int spun = 0;
        for (; !budget.allowsSleep() && spun < TICKS; tick += 2) {
            budget.reached(tick, tick + 1);
            spun++;
        }

        assertThat(spun).isPositive().isLessThanOrEqualTo(SleepBudget.WAITS_PER_LOSS);
    }

    @Test
    void aLongPauseIsForgottenSoon() {
        budget.reached(0, 1_000_000_000);
        int spun = 0;
        for (long tick = 1; tick <= 10 && budget.allowsSleep(); tick++) {
            budget.reached(2_000_000_000 + tick, 2_000_000_001 + tick); // what is in store is lost meanwhile
        }
        for (long tick = 0; !budget.allowsSleep(); tick++) {
            budget.reached(3_000_000_000L + tick, 3_000_000_000L + tick);
            spun++;
        }

        assertThat(spun).isPositive().isLessThanOrEqualTo(SleepBudget.MOST_AT_ONCE * SleepBudget.WAITS_PER_LOSS);
    }

    private record Waits(int spun, int lost) {}

    private Waits run(double lateWakeUps, boolean obeys) {
        SleepBudget mine = new SleepBudget();
        Random random = new Random(1);
        int spun = 0;
        int lost = 0;
        for (int tick = 0; tick < TICKS; tick++) {
            boolean sleeps = !obeys || mine.allowsSleep();
            boolean late = sleeps && random.nextDouble() < lateWakeUps;
            spun += sleeps ? 0 : 1;
            lost += late ? 1 : 0;
            mine.reached(2L * tick, 2L * tick + (late ? 1 : 0));
        }
        return new Waits(spun, lost);
    }
}
