// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimeRangeTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void theIdsOfAnInstantLieBetweenItsFirstAndItsLast() {
        SnowflakeLayout layout = SnowflakeLayout.DEFAULT;
        long first = layout.firstId(NOON);
        long last = layout.lastId(NOON);

        assertThat(layout.decode(first)).hasToString(first + " [2026-01-01T12:00:00Z, worker 0, sequence 0]");
        assertThat(layout.decode(last)).hasToString(last + " [2026-01-01T12:00:00Z, worker 1023, sequence 4095]");
        assertThat(layout.decode(first - 1).instant()).isEqualTo("2026-01-01T11:59:59.999Z");
        assertThat(layout.decode(last + 1).instant()).isEqualTo("2026-01-01T12:00:00.001Z");
    }

    @Test
    void aTickThatAnInstantCutsInTwoBeganBeforeIt() {
        for (SnowflakeLayout layout : new SnowflakeLayout[] {SnowflakeLayout.DEFAULT, SnowflakeLayout.SONYFLAKE}) {
            Instant cut = NOON.plusNanos(1);
            Instant next = NOON.plus(layout.tick());

            assertThat(layout.firstId(cut)).isEqualTo(layout.firstId(next));
            assertThat(layout.lastId(cut)).isEqualTo(layout.lastId(NOON));
            assertThat(layout.decode(layout.firstId(cut)).instant()).isEqualTo(next);
        }
    }

    @Test
    void beforeTheEpochThereIsNothing() {
        for (Instant before : new Instant[] {Instant.MIN, Instant.EPOCH, Instant.parse("2024-12-31T23:59:59.999Z")}) {
            assertThat(SnowflakeLayout.DEFAULT.firstId(before)).isZero();
            assertThat(SnowflakeLayout.DEFAULT.lastId(before)).isEqualTo(-1);
        }
        Instant justBefore = SnowflakeLayout.DEFAULT.epoch().minusNanos(1);
        assertThat(SnowflakeLayout.DEFAULT.firstId(justBefore)).isZero();
        assertThat(SnowflakeLayout.DEFAULT.lastId(justBefore)).isEqualTo(-1);
        assertThat(SnowflakeLayout.DEFAULT.firstId(SnowflakeLayout.DEFAULT.epoch()))
                .isZero();
        assertThat(SnowflakeLayout.DEFAULT.lastId(SnowflakeLayout.DEFAULT.epoch()))
                .isEqualTo((1L << 22) - 1);
    }

    @Test
    void afterItsEndTheLayoutHasNothing() {
        for (SnowflakeLayout layout : new SnowflakeLayout[] {SnowflakeLayout.DEFAULT, SnowflakeLayout.JAVASCRIPT}) {
            for (Instant after : new Instant[] {layout.exhaustedAt(), Instant.MAX}) {
                assertThat(layout.firstId(after)).isEqualTo(Long.MAX_VALUE);
                assertThat(layout.lastId(after)).isEqualTo(layout.fields().maxId());
            }
            Instant lastTick = layout.exhaustedAt().minus(layout.tick());
            assertThat(layout.decode(layout.firstId(lastTick)).instant()).isEqualTo(lastTick);
            assertThat(layout.lastId(lastTick)).isEqualTo(layout.fields().maxId());
        }
    }

    @Test
    void aLayoutOf63TimestampBitsHasEveryTimeThatALongHolds() {
        SnowflakeLayout widest = SnowflakeLayout.builder()
                .timestampBits(63)
                .workerBits(0)
                .sequenceBits(0)
                .build();

        assertThat(widest.firstId(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(widest.lastId(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(widest.firstId(NOON))
                .isEqualTo(NOON.toEpochMilli() - widest.epoch().toEpochMilli());
    }
}
