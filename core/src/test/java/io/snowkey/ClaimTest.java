// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClaimTest {

    private static final ClockRules RULES = new ClockRules(0, 0);
    private static final Ticks FOUR_PER_TICK = new Ticks(1_000, 1, 2, 1_000);

    private static long take(Claim claim, long now) {
        return claim.take(RULES, new SettableClock(claim.ticks().startMillis(now)));
    }

    @Test
    void countsWithinATickAndMovesOnWithTheClock() {
        Claim claim = Claim.of(FOUR_PER_TICK, 7, 1_010, 1_020);

        assertThat(take(claim, 10)).isEqualTo(40);
        assertThat(take(claim, 10)).isEqualTo(41);
        assertThat(take(claim, 12)).isEqualTo(48);
        assertThat(take(claim, 12)).isEqualTo(49);
        assertThat(claim.workerId()).isEqualTo(7);
        assertThat(claim.fromMillis()).isEqualTo(1_010);
        assertThat(claim.untilMillis()).isEqualTo(1_020);
    }

    @Test
    void leavesTheCounterAloneWhenItSaysNo() {
        Claim claim = Claim.of(FOUR_PER_TICK, 0, 1_010, 1_020);
        take(claim, 10);

        assertThat(take(claim, 8)).isEqualTo(Verdict.CLOCK_BEHIND.code());
        assertThat(take(claim, 1)).isEqualTo(Verdict.CLOCK_BEHIND.code());
        assertThat(take(claim, 20)).isEqualTo(Verdict.CLAIM_ENDED.code());
        assertThat(claim.nextPoint()).isEqualTo(41);
    }

    @Test
    void noIdWasIssuedAtItsEndWhereverTheCounterWasMovedTo() {
        Claim claim = Claim.of(FOUR_PER_TICK, 0, 1_010, 1_020);
        claim.skipTo(1_500);

        assertThat(claim.seal()).isEqualTo(1_020);
        assertThat(claim.highWaterMillis()).isEqualTo(1_020);
        assertThat(claim.counterMillis()).isEqualTo(1_500);
    }

    @Test
    void theMarkOfAClaimThatHoldsNothingIsNotBeyondWhatWasReserved() {
        Ticks tens = new Ticks(1_000, 10, 2, 1_000);
        Claim nothing = Claim.of(tens, 0, 1_012, 1_012);

        assertThat(nothing.seal()).isEqualTo(1_010);
    }

    @Test
    void endsAtItsEndAndResumesWhenExtended() {
        Claim claim = Claim.of(FOUR_PER_TICK, 0, 1_010, 1_020);

        assertThat(take(claim, 19)).isEqualTo(76);
        assertThat(claim.isOver(19)).isFalse();
        assertThat(take(claim, 20)).isEqualTo(Verdict.CLAIM_ENDED.code());
        assertThat(claim.isOver(20)).isTrue();
        claim.extendTo(1_030);
        assertThat(claim.isOver(20)).isFalse();
        assertThat(take(claim, 20)).isEqualTo(80);
        assertThat(claim.untilMillis()).isEqualTo(1_030);
    }

    @Test
    void neverShrinks() {
        Claim claim = Claim.of(FOUR_PER_TICK, 0, 1_010, 1_020);

        claim.extendTo(1_015);

        assertThat(claim.untilMillis()).isEqualTo(1_020);
        assertThat(take(claim, 17)).isEqualTo(68);
    }

    @Test
    void issuesNothingOnceSealed() {
        Claim claim = Claim.of(FOUR_PER_TICK, 0, 1_010, 1_020);
        take(claim, 10);

        assertThat(claim.seal()).isEqualTo(1_011);
        assertThat(claim.seal()).isEqualTo(1_011);
        assertThat(take(claim, 12)).isEqualTo(Verdict.CLAIM_SEALED.code());
        claim.extendTo(1_100);
        assertThat(take(claim, 12)).isEqualTo(Verdict.CLAIM_SEALED.code());
        assertThat(claim.isSealed()).isTrue();
        assertThat(claim.nextPoint()).isEqualTo(41);
        assertThat(claim.issued()).isEqualTo(1);
    }

    @Test
    void theHighWaterMarkLiesAboveEveryIssuedTickAndNoHigher() {
        Claim claim = Claim.of(FOUR_PER_TICK, 0, 1_010, 1_020);

        assertThat(claim.highWaterMillis()).isEqualTo(1_010);
        take(claim, 12);
        assertThat(claim.highWaterMillis()).isEqualTo(1_013);
        take(claim, 12);
        take(claim, 12);
        take(claim, 12);
        assertThat(claim.nextPoint()).isEqualTo(52);
        assertThat(claim.highWaterMillis()).isEqualTo(1_013);
        assertThat(claim.newestMillis()).isEqualTo(1_012);
    }

    @Test
    void knowsHowManyItIssued() {
        Claim claim = Claim.of(FOUR_PER_TICK, 0, 1_010, 1_020);
        assertThat(claim.issued()).isZero();

        take(claim, 10);
        take(claim, 10);
        take(claim, 15);
        take(claim, 1);
        take(claim, 20);

        assertThat(claim.issued()).isEqualTo(3);
    }

    @Test
    void countsNothingTwiceWhenSomebodyElseWasFaster() {
        Claim claim = Claim.of(FOUR_PER_TICK, 0, 1_010, 1_020);
        take(claim, 12);

        // Behind at first, so that the clock is read once more; between that and the exchange another one takes an id.
        Iterator<Supplier<Long>> readings = List.<Supplier<Long>>of(() -> 1_011L, () -> 1_011L, () -> {
                    take(claim, 15);
                    return 1_016L;
                })
                .iterator();
        long point =
                claim.take(RULES, () -> Instant.ofEpochMilli(readings.next().get()));

        assertThat(point).isEqualTo(64);
        assertThat(claim.issued()).isEqualTo(3);
    }

    @Test
    void roundsItsBordersInwardsToWholeTicks() {
        Ticks tens = new Ticks(0, 10, 8, 1_000);

        Claim claim = Claim.of(tens, 0, 15, 59);

        assertThat(claim.fromMillis()).isEqualTo(20);
        assertThat(claim.untilMillis()).isEqualTo(50);
        assertThat(take(claim, tens.at(49))).isEqualTo(tens.point(4));
        assertThat(take(claim, tens.at(50))).isEqualTo(Verdict.CLAIM_ENDED.code());
    }

    @Test
    void aClaimWithoutAWholeTickIssuesNothing() {
        Ticks tens = new Ticks(0, 10, 8, 1_000);

        Claim claim = Claim.of(tens, 0, 15, 18);

        for (long now = 0; now < 5; now++) {
            assertThat(take(claim, now)).isNegative();
        }
        assertThat(claim.issued()).isZero();
    }

    @Test
    void aCounterOf63BitsEndsWithoutWrapping() {
        Ticks full = new Ticks(0, 1, 12, 1L << 51);
        long lastTick = (1L << 51) - 1;
        Claim claim = Claim.of(full, 0, lastTick, Long.MAX_VALUE);

        long taken = 0;
        long point = take(claim, lastTick);
        while (point >= 0) {
            assertThat(point).isEqualTo(full.point(lastTick) + taken);
            taken++;
            point = take(claim, lastTick);
        }

        // The very last point stays unused: the limit after it is no long any more.
        assertThat(taken).isEqualTo(4_095);
        assertThat(point).isEqualTo(Verdict.CLAIM_ENDED.code());
        assertThat(claim.isUsedUp()).isTrue();
        assertThat(claim.isOver(lastTick)).as("the clock is still in it").isFalse();
        assertThat(claim.seal()).isEqualTo(1L << 51);
        assertThat(claim.untilMillis()).isEqualTo(1L << 51);
    }

    @Test
    void aClockBeyondTheLayoutFindsNothing() {
        Claim claim = Claim.of(FOUR_PER_TICK, 0, 1_010, Long.MAX_VALUE);

        assertThat(claim.untilMillis()).isEqualTo(2_000);
        assertThat(take(claim, 1_000)).isEqualTo(Verdict.CLAIM_ENDED.code());
        assertThat(take(claim, Long.MAX_VALUE)).isEqualTo(Verdict.CLAIM_ENDED.code());
        assertThat(take(claim, 1L << 61))
                .isEqualTo(Verdict.CLAIM_ENDED.code()); // shifted by the sequence, nothing would remain
        assertThat(take(claim, 999)).isEqualTo(3_996);
    }

    @Test
    void refusesTimesThatTheLayoutCannotExpress() {
        SnowflakeLayout layout = SnowflakeLayout.DEFAULT;
        long epoch = layout.epoch().toEpochMilli();
        long end = layout.exhaustedAt().toEpochMilli();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.of(layout, 0, epoch - 1, Long.MAX_VALUE))
                .withMessageContaining("claim from 2024-12-31T23:59:59.999Z")
                .withMessageContaining("from 2025-01-01T00:00:00Z to 2094-09-07T15:47:35.552Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.of(layout, 0, end, Long.MAX_VALUE))
                .withMessageContaining("Correct the clock of this machine");
        assertThat(Claim.of(layout, 0, end - 1, Long.MAX_VALUE).fromMillis()).isEqualTo(end - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claim.of(layout, 0, epoch + 5, epoch + 4))
                .withMessageContaining("must not be before its beginning");
    }

    @Test
    void refusesWhatOverflowsALong() {
        for (String epoch : new String[] {"1900-01-01T00:00:00Z", "2025-01-01T00:00:00Z"}) {
            SnowflakeLayout widest = SnowflakeLayout.builder()
                    .epoch(Instant.parse(epoch))
                    .timestampBits(63)
                    .workerBits(0)
                    .sequenceBits(0)
                    .build();
            for (long from : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Claim.of(widest, 0, from, Long.MAX_VALUE))
                        .withMessageContaining("claim from");
            }
        }
    }

    @Test
    void refusesWorkerIdsThatDoNotFit() {
        for (long workerId : new long[] {-1, 1_024, Long.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Claim.of(SnowflakeLayout.DEFAULT, workerId, 1_800_000_000_000L, Long.MAX_VALUE))
                    .withMessageContaining("workerId " + workerId + ": must be 0 to 1023");
        }
    }
}
