// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.concurrent.locks.LockSupport;

import io.snowkey.BrokenClaim.Without;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The real claim keeps every rule; a claim with one rule taken out fails the check of that rule. */
class SafetyRulesTest {

    @ParameterizedTest
    @EnumSource
    void theRealClaimKeeps(SafetyRules rule) {
        assertThatCode(() -> rule.check(Counter::real)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void theCopyWithNothingTakenOutKeeps(SafetyRules rule) {
        assertThatCode(() -> rule.check(without(Without.NOTHING))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "LIMIT, ISSUES_NOTHING_OUTSIDE_THE_CLAIM",
        "LIMIT_OF_RUNS, ISSUES_NOTHING_OUTSIDE_THE_CLAIM",
        "TICK_OF_RUNS, STAYS_IN_THE_TICKS_THAT_THE_CLOCK_HAS_REACHED",
        "ROUNDED_FROM, ISSUES_ONLY_TICKS_THAT_LIE_WHOLLY_INSIDE",
        "ROUNDED_UNTIL, ISSUES_ONLY_TICKS_THAT_LIE_WHOLLY_INSIDE",
        "MONOTONY, GROWS_WHATEVER_THE_CLOCK_DOES",
        "COMPARE_AND_SET, GIVES_NO_POINT_TWICE_TO_RACING_THREADS",
        "SEAL, ISSUES_NOTHING_AFTER_THE_MARK_OF_ITS_SEAL",
        "ATOMIC_SEAL, ISSUES_NOTHING_AFTER_THE_MARK_OF_ITS_SEAL"
    })
    void aClaimWithoutTheRuleFailsItsCheck(Without without, SafetyRules rule) {
        assertThatThrownBy(() -> rule.check(without(without))).isInstanceOf(AssertionError.class);
    }

    @Test
    void everyRuleThatCanBeTakenOutIsTakenOut() throws NoSuchMethodException {
        String[] rows = SafetyRulesTest.class
                .getDeclaredMethod("aClaimWithoutTheRuleFailsItsCheck", Without.class, SafetyRules.class)
                .getAnnotation(CsvSource.class)
                .value();

        assertThat(rows).hasSize(Without.values().length - 1);
        for (SafetyRules rule : SafetyRules.values()) {
            assertThat(rows).anyMatch(row -> row.endsWith(rule.name()));
        }
    }

    private static Counter.Factory without(Without without) {
        return (ticks, from, until) -> new BrokenClaim(without, ticks, from, until, () -> LockSupport.parkNanos(1));
    }
}
