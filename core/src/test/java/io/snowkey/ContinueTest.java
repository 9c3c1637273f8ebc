// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.snowkey.IdRefusedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** {@link ClockPolicy#CONTINUE}: ids go on at the pace of real time, so that they never run away from the clock. */
class ContinueTest {

    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();
    private static final long HOUR = 3_600_000;

    private final SettableClock clock = new SettableClock(START);
    private final List<Instant> steps = new ArrayList<>();

    @Test
    void goesOnFromTheNewestId() {
        SnowflakeGenerator ids = generator(SnowflakeLayout.DEFAULT, Long.MAX_VALUE);
        long first = ids.nextId();
        clock.advance(-HOUR);

        assertThat(ids.refusalNow()).isNull();
        assertThat(ids.nextId()).isEqualTo(first + 1);
        assertThat(clock.millis()).as("without waiting").isEqualTo(START - HOUR);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 1_000, HOUR})
    void neverRunsFurtherAheadThanItWasWhenTheClockStepped(long step) {
        for (SnowflakeLayout layout : List.of(SnowflakeLayout.DEFAULT, SnowflakeLayout.JAVASCRIPT)) {
            clock.set(START);
            SnowflakeGenerator ids = generator(layout, Long.MAX_VALUE);
            ids.nextId();
            clock.advance(-step);

            for (int i = 0; i < 200; i++) {
                long[] run = ids.nextIds(1_000);
                assertThat(ahead(ids, run[999])).isLessThanOrEqualTo(step);
            }
            assertThat(clock.millis()).as("time passed").isGreaterThan(START - step + 40);
        }
    }

    @Test
    void doesNotUseUpItsClaim() {
        SnowflakeGenerator ids = generator(SnowflakeLayout.JAVASCRIPT, START + 600_000);
        ids.nextId();
        clock.advance(-6);

        assertThat(ids.nextIds(1_000_000)).isSorted();
    }

    @Test
    void goesOnInTheTickThatRealTimeHasReachedAfterAPause() {
        SnowflakeGenerator ids = generator(SnowflakeLayout.DEFAULT, Long.MAX_VALUE);
        ids.nextId();
        clock.advance(-HOUR);
        ids.nextId();
        clock.pass(60_000);

        assertThat(ahead(ids, ids.nextId())).isEqualTo(HOUR);
    }

    @Test
    void followsTheClockAgainOnceItHasCaughtUp() {
        SnowflakeGenerator ids = generator(SnowflakeLayout.DEFAULT, Long.MAX_VALUE);
        ids.nextId();
        clock.advance(-HOUR);
        ids.nextId();
        clock.advance(2 * HOUR);

        assertThat(ahead(ids, ids.nextId())).isZero();

        clock.advance(-6);
        assertThat(ahead(ids, ids.nextId())).isEqualTo(6);
        assertThat(steps).as("each step is heard once").hasSize(2);
        assertThat(ids.statistics().backwardSteps()).isEqualTo(2);
        assertThat(ids.statistics().largestBackwardStep()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aClockThatStepsBackOnceMoreIsMeasuredFromTheNewestId() {
        SnowflakeGenerator ids = generator(SnowflakeLayout.DEFAULT, Long.MAX_VALUE);
        ids.nextId();
        clock.advance(-1_000);
        ids.nextId();
        // Nobody asks for an id while the clock catches up, goes on for an hour, and steps back by it.
        clock.pass(HOUR);
        clock.advance(-HOUR);

        assertThat(ahead(ids, ids.nextId())).as("not an hour").isEqualTo(1_000);
    }

    @Test
    void goesOnWhileTheClockStandsStill() {
        SnowflakeGenerator ids = SnowflakeGenerator.builder()
                .workerId(3)
                .clock(clock)
                .nanoTime(clock::nanoTime)
                .clockPolicy(ClockPolicy.CONTINUE)
                .waiter((watched, until, longest) -> {
                    clock.passUnseen(1);
                    return Waiter.Outcome.MOVED_BACK;
                })
                .build();
        ids.nextId();
        clock.advance(-HOUR);

        long[] run = ids.nextIds(100 * 4_096);

        assertThat(ahead(ids, run[run.length - 1])).isEqualTo(HOUR + 100);
        assertThat(clock.nanoTime()).as("real time").isBetween(100_000_000L, 200_000_000L);
        assertThat(ids.statistics().backwardSteps())
                .as("it stepped back once, and stood")
                .isEqualTo(1);
    }

    @Test
    void aBurstRunsAheadOfTheLineNoFurtherThanItDidOfTheClock() {
        SnowflakeGenerator ids = builder(SnowflakeLayout.DEFAULT, Long.MAX_VALUE)
                .burst(Duration.ofMillis(10))
                .build();
        ids.nextIds(8 * 4_096);
        clock.advance(-1_000);

        for (int i = 0; i < 100; i++) {
            long[] run = ids.nextIds(4_096);
            assertThat(ahead(ids, run[4_095])).isLessThanOrEqualTo(1_007);
        }
    }

    @Test
    @Timeout(600) // it once asked again and again
    void saysThatTheClockIsBehindWhereTheClaimIsUsedUpAheadOfIt() {
        SnowflakeGenerator ids = generator(SnowflakeLayout.DEFAULT, START + 2);
        ids.nextId();
        clock.advance(-HOUR);

        assertThat(ids.nextIds(2 * 4_096 - 1)).hasSize(2 * 4_096 - 1);

        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId))
                .hasMessageContaining("Ids went on ahead of it, as the clock policy CONTINUE says, and have used up the"
                        + " claim of worker 3, which ends at 2026-01-01T00:00:00.002Z.")
                .returns(Reason.CLOCK_BEHIND, IdRefusedException::reason);
        assertThat(ids.refusalNow()).isInstanceOf(IdRefusedException.class);
        assertThat(catchThrowableOfType(IdRefusedException.class, () -> ids.nextIds(2))
                        .reason())
                .isEqualTo(Reason.CLOCK_BEHIND);

        clock.advance(HOUR);
        assertThat(catchThrowableOfType(IdRefusedException.class, ids::nextId).reason())
                .isEqualTo(Reason.CLAIM_ENDED);
    }

    /** How far an id is ahead of the wall clock. */
    private long ahead(SnowflakeGenerator ids, long id) {
        return ids.layout().decode(id).instant().toEpochMilli() - clock.millis();
    }

    private SnowflakeGenerator generator(SnowflakeLayout layout, long untilMillis) {
        return builder(layout, untilMillis).build();
    }

    private SnowflakeGenerator.Builder builder(SnowflakeLayout layout, long untilMillis) {
        return SnowflakeGenerator.builder()
                .lease(new TestLease(layout, Claim.of(layout, 3, START, untilMillis)))
                .clock(clock)
                .nanoTime(clock::nanoTime)
                .clockPolicy(ClockPolicy.CONTINUE)
                .waiter(new FakeWaiter(clock))
                .observer(new GeneratorObserver() {
                    @Override
                    public void clockMovedBack(Instant newest, Instant shown) {
                        steps.add(shown);
                    }
                });
    }
}
