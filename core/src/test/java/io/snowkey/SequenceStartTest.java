// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** At low rates the low bits of ids are what decides on which shard a row lands. */
class SequenceStartTest {

    private final SettableClock clock = SettableClock.at("2026-01-01T00:00:00Z");
    private final FakeWaiter waiter = new FakeWaiter(clock);

    @Test
    void atALowRateIdsThatBeginWithZeroAreAllOnOneShard() {
        assertThat(shards(atLowRate(SequenceStart.ZERO, 2), 16, id -> id)).containsOnly(2_000, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 10, 16, 1_000, 1_024, 3_600_000})
    void atALowRateIdsWithASpreadStartFallEvenly(long everyMillis) {
        long[] ids = atLowRate(SequenceStart.SPREAD, everyMillis);

        for (int n : new int[] {2, 3, 7, 8, 10, 16, 64}) {
            for (long rows : shards(ids, n, id -> id)) {
                assertThat((double) rows)
                        .as("of %d shards, every %d ms", n, everyMillis)
                        .isCloseTo(2_000.0 / n, within(2_000.0 / n * 0.3 + 8));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 16, 1_000})
    void theRemainderOfAPrimeFallsEvenlyWithBothStartsAndOrders(long everyMillis) {
        for (SequenceStart start : SequenceStart.values()) {
            for (SnowflakeLayout layout : new SnowflakeLayout[] {SnowflakeLayout.DEFAULT, SnowflakeLayout.SONYFLAKE}) {
                long[] ids =
                        atLowRate(layout, start, everyMillis * layout.tick().toMillis());
                for (int n : new int[] {2, 8, 10, 16}) {
                    for (long rows : shards(ids, n, id -> id % 997)) {
                        assertThat((double) rows).isCloseTo(2_000.0 / n, within(2_000.0 / n * 0.15));
                    }
                }
            }
        }
    }

    @Test
    void atTheLimitEveryTickHasAllIds() {
        SnowflakeGenerator ids = generator(SnowflakeLayout.DEFAULT, SequenceStart.SPREAD);
        ids.nextIds(4_096);
        clock.pass(10);
        long[] run = ids.nextIds(20 * 4_096);

        long[] perTick = new long[40];
        for (long id : run) {
            perTick[(int) (ids.layout().decode(id).instant().toEpochMilli() - clock.millis() + 30)]++;
        }
        long[] full = Arrays.stream(perTick).filter(count -> count == 4_096).toArray();
        assertThat(full).as("all but the first and the last").hasSizeGreaterThanOrEqualTo(19);
        assertThat(run).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anyTickLacksLessThanAnEighth() {
        for (SnowflakeLayout layout : new SnowflakeLayout[] {
            SnowflakeLayout.DEFAULT,
            SnowflakeLayout.JAVASCRIPT,
            SnowflakeLayout.SONYFLAKE,
            SnowflakeLayout.builder().sequenceBits(3).build(),
            SnowflakeLayout.builder().sequenceBits(0).build()
        }) {
            ClockRules rules = new ClockRules(0, SequenceStart.SPREAD.bits(layout.sequenceBits()));
            Ticks ticks = layout.ticks();
            long most = LongStream.range(0, 10_000)
                    .map(tick -> rules.first(ticks, tick) - ticks.point(tick))
                    .peek(start -> assertThat(start).isNotNegative())
                    .max()
                    .orElseThrow();
            assertThat(most).isLessThanOrEqualTo(Math.min(255, layout.maxSequence() / 8));
        }
    }

    @Test
    void idsAreCountedAndGrowWhereTicksBeginAnywhere() {
        SnowflakeGenerator ids = generator(SnowflakeLayout.DEFAULT, SequenceStart.SPREAD);
        long newest = -1;
        for (int i = 0; i < 1_000; i++) {
            long id = i % 3 == 0 ? ids.nextIds(2)[1] : ids.nextId();
            assertThat(id).isGreaterThan(newest);
            newest = id;
            clock.pass(i % 2);
        }
        assertThat(ids.statistics().issued()).isEqualTo(1_000 + 334);
    }

    private long[] atLowRate(SequenceStart start, long everyMillis) {
        return atLowRate(SnowflakeLayout.DEFAULT, start, everyMillis);
    }

    /** Two thousand ids, each in a tick of its own. */
    private long[] atLowRate(SnowflakeLayout layout, SequenceStart start, long everyMillis) {
        SnowflakeGenerator ids = generator(layout, start);
        return IntStream.range(0, 2_000)
                .mapToLong(i -> {
                    clock.pass(everyMillis);
                    return ids.nextId();
                })
                .toArray();
    }

    private SnowflakeGenerator generator(SnowflakeLayout layout, SequenceStart start) {
        return SnowflakeGenerator.builder()
                .layout(layout)
                .workerId(16)
                .clock(clock)
                .waiter(waiter)
                .sequenceStart(start)
                .build();
    }

    private static long[] shards(long[] ids, int n, LongUnaryOperator remainder) {
        long[] rows = new long[n];
        for (long id : ids) {
            rows[(int) (remainder.applyAsLong(id) % n)]++;
        }
        return rows;
    }
}
