// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.nio.file.Path;
import java.time.Duration;

import io.snowkey.BrokenMarkLease.Without;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The real file lease keeps every rule; a lease with one rule taken out fails the check of that rule. */
class MarkRulesTest {

    @ParameterizedTest
    @EnumSource
    void theRealLeaseKeeps(MarkRules rule) {
        assertThatCode(() -> rule.check(MarkRulesTest::real)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void theCopyWithNothingTakenOutKeeps(MarkRules rule) {
        assertThatCode(() -> rule.check(without(Without.NOTHING))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "WRITE_AHEAD, ISSUES_NOTHING_AT_OR_AFTER_THE_MARK",
        "MARK_AT_START, STARTS_AT_THE_MARK_OR_AFTER_IT",
        "SEAL_FIRST, LOWERS_THE_MARK_ONLY_WHEN_NO_MORE_IDS_CAN_COME"
    })
    void aLeaseWithoutTheRuleFailsItsCheck(Without without, MarkRules rule) {
        assertThatThrownBy(() -> rule.check(without(without))).isInstanceOf(AssertionError.class);
    }

    private static MarkRules.Leases without(Without without) {
        return (mark, clock) -> new BrokenMarkLease(without, mark, clock);
    }

    private static MarkRules.Renewable real(DurableMark mark, SettableClock clock) {
        FileWorkerLease lease = FileWorkerLease.builder(Path.of("unused"), 7)
                .clock(clock)
                .waiter(new FakeWaiter(clock))
                .reservation(Duration.ofMinutes(1)) // its own heartbeat comes long after the test
                .maxWait(Duration.ofMinutes(2))
                .open(mark);
        return new MarkRules.Renewable() {
            @Override
            public Claim claim() {
                return lease.claim();
            }

            @Override
            public void renew() {
                lease.look();
            }

            @Override
            public void close() {
                lease.close();
            }
        };
    }
}
