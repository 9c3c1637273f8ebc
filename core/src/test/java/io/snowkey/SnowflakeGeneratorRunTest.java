// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.util.Arrays;

import io.snowkey.IdRefusedException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SnowflakeGeneratorRunTest {

    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();

    private final SettableClock clock = new SettableClock(START);
    private final FakeWaiter waiter = new FakeWaiter(clock);

    @Test
    void givesSoManyIdsFromAsManyTicksAsItTakes() {
        SnowflakeGenerator ids = builder().build();

        long[] run = ids.nextIds(10_000);

        assertThat(run).hasSize(10_000).isSorted().doesNotHaveDuplicates();
        assertThat(waiter.waitedFor()).containsExactly(START + 1, START + 2);
        assertThat(ids.layout().decode(run[4_095]).sequence()).isEqualTo(4_095);
        assertThat(ids.layout().decode(run[9_999]))
                .hasToString(run[9_999] + " [2026-01-01T00:00:00.002Z, worker 3, sequence 1807]");
        assertThat(ids.nextId()).isEqualTo(run[9_999] + 1);
    }

    @Test
    void givesNoneWhenNoneAreAskedFor() {
        assertThat(builder().build().nextIds(0)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().build().nextIds(-1))
                .withMessage("n -1: must be 0 to 10,000,000. Ask for more ids in several calls.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().build().nextIds(Integer.MAX_VALUE))
                .withMessage("n 2,147,483,647: must be 0 to 10,000,000. Ask for more ids in several calls.");
    }

    @Test
    void refusesARunThatTheClaimCannotHold() {
        Claim claim = Claim.of(SnowflakeLayout.DEFAULT, 3, START, START + 2);
        SnowflakeGenerator ids = SnowflakeGenerator.builder()
                .lease(new TestLease(SnowflakeLayout.DEFAULT, claim))
                .clock(clock)
                .waiter(waiter)
                .build();

        IdRefusedException refusal = catchThrowableOfType(IdRefusedException.class, () -> ids.nextIds(8_193));

        assertThat(refusal.reason()).isEqualTo(Reason.CLAIM_ENDED);
        assertThat(claim.issued()).isEqualTo(8_192);
    }

    @Test
    void aStreamGivesIdsInItsOrder() {
        SnowflakeGenerator ids = builder().build();

        long[] streamed = ids.ids().limit(5_000).toArray();

        assertThat(streamed).hasSize(5_000).isSorted().doesNotHaveDuplicates();
        assertThat(ids.statistics().issued()).isEqualTo(5_000);
    }

    @Test
    void aBurstRunsAheadOfTheClockByAsMuchAsAllowed() {
        SnowflakeGenerator ids = builder().burst(Duration.ofMillis(2)).build();

        long[] burst = ids.nextIds(3 * 4_096);

        assertThat(waiter.waitedFor()).isEmpty();
        assertThat(ids.layout().decode(burst[burst.length - 1]).instant()).isEqualTo("2026-01-01T00:00:00.002Z");
        DecodedId next = ids.layout().decode(ids.nextId());
        assertThat(waiter.waitedFor()).containsExactly(START + 1);
        assertThat(next.instant()).isEqualTo("2026-01-01T00:00:00.003Z");
    }

    @Test
    void aBurstNeverLeavesTheClaim() {
        Claim claim = Claim.of(SnowflakeLayout.DEFAULT, 3, START, START + 2);
        SnowflakeGenerator ids = SnowflakeGenerator.builder()
                .lease(new TestLease(SnowflakeLayout.DEFAULT, claim))
                .clock(clock)
                .waiter(waiter)
                .burst(Duration.ofMinutes(1))
                .build();

        long[] all = ids.ids().limit(8_192).toArray();

        assertThat(Arrays.stream(all)
                        .map(id -> ids.layout().decode(id).instant().toEpochMilli()))
                .allMatch(millis -> millis < START + 2);
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId).reason())
                .isEqualTo(Reason.CLAIM_ENDED);
    }

    @Test
    void aBurstThatUsedUpTheClaimWaitsUntilItIsExtended() {
        Claim claim = Claim.of(SnowflakeLayout.DEFAULT, 3, START, START + 2);
        SnowflakeGenerator ids = SnowflakeGenerator.builder()
                .lease(new TestLease(SnowflakeLayout.DEFAULT, claim))
                .clock(clock)
                .waiter((watched, until, longest) -> {
                    assertThat(until - clock.millis()).as("a tick at a time").isEqualTo(1);
                    clock.pass(1);
                    claim.extendTo(START + 10);
                    return Waiter.Outcome.REACHED;
                })
                .burst(Duration.ofSeconds(5))
                .build();
        ids.nextIds(8_192);

        assertThat(ids.refusalNow()).isNull();
        assertThat(ids.layout().decode(ids.nextId()).instant()).isEqualTo("2026-01-01T00:00:00.002Z");
        assertThat(clock.millis()).isEqualTo(START + 1);
        assertThat(ids.statistics().refusals().values()).containsOnly(0L);
    }

    @Test
    void refusesABurstOfNoWholeTicks() {
        SnowflakeLayout hundredths =
                SnowflakeLayout.builder().tick(Duration.ofMillis(10)).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder()
                        .layout(hundredths)
                        .burst(Duration.ofMillis(15))
                        .build())
                .withMessage("burst 15 ms: must be a whole multiple of the tick of the layout, 10 ms, because ids run"
                        + " ahead by whole ticks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().burst(Duration.ofNanos(1_500_000)).build())
                .withMessageStartingWith("burst 1.5 ms: must be a whole multiple");
        builder().layout(hundredths).burst(Duration.ofMillis(20)).build();
    }

    @Test
    void saysThatTheLayoutIsUsedUpAtItsVeryLastId() {
        SnowflakeLayout full = SnowflakeLayout.builder()
                .timestampBits(51)
                .workerBits(0)
                .sequenceBits(12)
                .build();
        clock.set(full.exhaustedAt().toEpochMilli() - 1);
        SnowflakeGenerator ids = SnowflakeGenerator.builder()
                .layout(full)
                .workerId(0)
                .clock(clock)
                .waiter(waiter)
                .build();
        assertThat(ids.nextIds(4_095)).hasSize(4_095);

        IdRefusedException refusal = catchThrowableOfType(IdRefusedException.class, () -> ids.nextIds(2));

        assertThat(refusal)
                .hasMessageStartingWith("The ids of the layout [timestamp 51 | worker 0 | sequence 12, ")
                .hasMessageContaining("are used up: it ends at " + full.exhaustedAt())
                .returns(Reason.LAYOUT_EXHAUSTED, IdRefusedException::reason);
        assertThat(waiter.waitedFor()).as("there is nothing to wait for").isEmpty();
    }

    @Test
    void refusesABurstOutsideItsRange() {
        for (Duration burst : new Duration[] {Duration.ofMillis(-1), Duration.ofMillis(60_001)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().burst(burst).build())
                    .withMessageContaining(": must be 0 to 1 min, because");
        }
    }

    private SnowflakeGenerator.Builder builder() {
        return SnowflakeGenerator.builder().workerId(3).clock(clock).waiter(waiter);
    }
}
