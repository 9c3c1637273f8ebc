// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SnowflakeLayoutTest {

    @Test
    void theDefaultIs41And10And12BitsSince2025() {
        SnowflakeLayout layout = SnowflakeLayout.DEFAULT;

        assertThat(layout.timestampBits()).isEqualTo(41);
        assertThat(layout.workerBits()).isEqualTo(10);
        assertThat(layout.sequenceBits()).isEqualTo(12);
        assertThat(layout.maxWorkerId()).isEqualTo(1_023);
        assertThat(layout.maxSequence()).isEqualTo(4_095);
        assertThat(layout.tick()).isEqualTo(Duration.ofMillis(1));
        assertThat(layout.epoch()).isEqualTo(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(layout.exhaustedAt()).isEqualTo(Instant.parse("2094-09-07T15:47:35.552Z"));
    }

    @Test
    void composesWhatItDecodes() {
        long id = SnowflakeLayout.DEFAULT.fields().compose(1_023, (5L << 12) | 4_094);

        assertThat(id).isEqualTo((5L << 22) | (1_023L << 12) | 4_094);
        DecodedId decoded = SnowflakeLayout.DEFAULT.decode(id);
        assertThat(decoded.timestamp()).isEqualTo(5);
        assertThat(decoded.instant()).isEqualTo(Instant.parse("2025-01-01T00:00:00.005Z"));
        assertThat(decoded.workerId()).isEqualTo(1_023);
        assertThat(decoded.sequence()).isEqualTo(4_094);
        assertThat(decoded).hasToString(id + " [2025-01-01T00:00:00.005Z, worker 1023, sequence 4094]");
    }

    @ParameterizedTest
    @CsvSource({
        "41, 10, 12",
        "63, 0, 0",
        "1, 62, 0",
        "1, 0, 62",
        "51, 0, 12",
        "31, 31, 1",
        "41, 0, 0",
        "39, 16, 8",
        "1, 0, 0"
    })
    void everySplitKeepsItsFieldsApart(int timestampBits, int workerBits, int sequenceBits) {
        SnowflakeLayout layout = of(timestampBits, workerBits, sequenceBits);
        Ticks ticks = layout.ticks();
        long lastTick = ticks.ticks() - 1;

        for (long tick : new long[] {0, lastTick}) {
            for (long worker : new long[] {0, layout.maxWorkerId()}) {
                for (long sequence : new long[] {0, layout.maxSequence()}) {
                    long id = layout.fields().compose(worker, ticks.point(tick) | sequence);
                    assertThat(id).isNotNegative();
                    DecodedId decoded = layout.decode(id);
                    assertThat(decoded.timestamp()).isEqualTo(tick);
                    assertThat(decoded.workerId()).isEqualTo(worker);
                    assertThat(decoded.sequence()).isEqualTo(sequence);
                }
            }
        }
    }

    @Test
    void theLargestIdIsTheLargestLong() {
        SnowflakeLayout layout = SnowflakeLayout.DEFAULT;

        assertThat(layout.fields().compose(1_023, layout.ticks().point(1L << 41) - 1))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(layout.decode(Long.MAX_VALUE).sequence()).isEqualTo(4_095);
    }

    @Test
    void endsWhenItsTicksAreUsedUp() {
        SnowflakeLayout seconds = SnowflakeLayout.builder()
                .epoch(Instant.parse("2016-05-20T00:00:00Z"))
                .tick(Duration.ofSeconds(1))
                .timestampBits(28)
                .build();

        assertThat(seconds.exhaustedAt()).isEqualTo(Instant.parse("2024-11-20T21:24:16Z"));
        assertThat(of(63, 0, 0).exhaustedAt()).isEqualTo(Instant.ofEpochMilli(Long.MAX_VALUE));
    }

    @Test
    void refusesToDecodeWhatItDidNotMake() {
        SnowflakeLayout small = of(41, 5, 7);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> small.decode(-1))
                .withMessageContaining("id -1: must be 0 to 9007199254740991");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> small.decode(1L << 53))
                .withMessageContaining("id 9007199254740992")
                .withMessageContaining("timestamp 41 | worker 5 | sequence 7");
        assertThat(small.decode((1L << 53) - 1).workerId()).isEqualTo(31);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 12, timestampBits 0: must be 1 to 63",
        "64, 0, 0, timestampBits 64: must be 1 to 63",
        "41, -1, 12, workerBits -1: must be 0 to 62",
        "41, 63, 0, workerBits 63: must be 0 to 62",
        "41, 10, -1, sequenceBits -1: must be 0 to 62",
        "41, 10, 63, sequenceBits 63: must be 0 to 62",
        "41, 10, 13, timestampBits 41 + workerBits 10 + sequenceBits 13 = 64: must be at most 63",
        "63, 62, 62, = 187: must be at most 63"
    })
    void refusesBitsThatDoNotFit(int timestampBits, int workerBits, int sequenceBits, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(timestampBits, workerBits, sequenceBits))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-0.001S", "PT0.0005S", "PT0.0015S", "PT24H0.001S"})
    void refusesTicksThatAreNoWholeMillisecondsUpToADay(Duration tick) {
        assertRefused(
                builder -> builder.tick(tick),
                "tick " + MessageText.of(tick) + ": must be 1 ms or a whole multiple of it, up to 1 d");
    }

    @Test
    void refusesEpochsThatAreNoWholeMillisecondsOrFarOff() {
        assertRefused(
                builder -> builder.epoch(Instant.parse("2025-01-01T00:00:00.0001Z")),
                "epoch 2025-01-01T00:00:00.000100Z: must be in whole milliseconds");
        assertRefused(builder -> builder.epoch(Instant.MIN), "must be from 0000-01-01T00:00:00Z to before +10000");
        assertRefused(builder -> builder.epoch(Instant.MAX), "must be from 0000-01-01T00:00:00Z to before +10000");
    }

    @Test
    void equalsWhateverHasTheSameFields() {
        assertThat(SnowflakeLayout.builder().build())
                .isEqualTo(SnowflakeLayout.DEFAULT)
                .hasSameHashCodeAs(SnowflakeLayout.DEFAULT)
                .hasToString("timestamp 41 | worker 10 | sequence 12, tick 1 ms, epoch 2025-01-01T00:00:00Z");
        assertThat(SnowflakeLayout.DEFAULT)
                .isNotEqualTo(of(41, 10, 11))
                .isNotEqualTo(of(41, 9, 12))
                .isNotEqualTo(of(40, 10, 12))
                .isNotEqualTo(SnowflakeLayout.builder().epoch(Instant.EPOCH).build())
                .isNotEqualTo(
                        SnowflakeLayout.builder().tick(Duration.ofMillis(2)).build())
                .isNotEqualTo(SnowflakeLayout.builder()
                        .order(SnowflakeLayout.Order.SEQUENCE_WORKER)
                        .build())
                .isNotEqualTo("timestamp 41");
    }

    @Test
    void howWorkerIdsAreReadDoesNotMatterToEquality() {
        SnowflakeLayout divided = SnowflakeLayout.builder().datacenterBits(5).build();

        assertThat(divided).isEqualTo(SnowflakeLayout.DEFAULT).hasSameHashCodeAs(SnowflakeLayout.DEFAULT);
    }

    @Test
    void dividesWorkerIdsIntoDatacenterAndMachine() {
        SnowflakeLayout layout = SnowflakeLayout.builder().datacenterBits(4).build();

        assertThat(layout.workerId(15, 63)).isEqualTo(1_023);
        assertThat(layout.workerId(2, 3)).isEqualTo(131);
        DecodedId id = layout.decode(layout.fields().compose(131, 0));
        assertThat(id.datacenter()).isEqualTo(2);
        assertThat(id.machine()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layout.workerId(16, 0))
                .withMessageContaining("datacenter 16: must be 0 to 15 with the 4 datacenter bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layout.workerId(0, -1))
                .withMessageContaining("machine -1: must be 0 to 63 with the 6 machine bits");
        assertRefused(builder -> builder.datacenterBits(11), "datacenterBits 11: must be 0 to 10");
    }

    @Test
    void withoutDatacentersTheMachineIsTheWorker() {
        DecodedId id =
                SnowflakeLayout.DEFAULT.decode(SnowflakeLayout.DEFAULT.fields().compose(1_023, 0));

        assertThat(id.datacenter()).isZero();
        assertThat(id.machine()).isEqualTo(1_023);
        assertThat(SnowflakeLayout.DEFAULT.workerId(0, 1_023)).isEqualTo(1_023);
    }

    @Test
    void theSequenceMayComeBeforeTheWorker() {
        SnowflakeLayout layout = SnowflakeLayout.builder()
                .order(SnowflakeLayout.Order.SEQUENCE_WORKER)
                .build();

        long id = layout.fields().compose(3, layout.ticks().point(5) | 7);

        assertThat(id).isEqualTo((5L << 22) | (7 << 10) | 3);
        assertThat(layout.decode(id).workerId()).isEqualTo(3);
        assertThat(layout.decode(id).sequence()).isEqualTo(7);
        assertThat(layout.order()).isEqualTo(SnowflakeLayout.Order.SEQUENCE_WORKER);
        assertThat(layout).hasToString("timestamp 41 | sequence 12 | worker 10, tick 1 ms, epoch 2025-01-01T00:00:00Z");
    }

    private static void assertRefused(UnaryOperator<SnowflakeLayout.Builder> setting, String message) {
        SnowflakeLayout.Builder builder = setting.apply(SnowflakeLayout.builder());
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(message);
    }

    private static SnowflakeLayout of(int timestampBits, int workerBits, int sequenceBits) {
        return SnowflakeLayout.builder()
                .timestampBits(timestampBits)
                .workerBits(workerBits)
                .sequenceBits(sequenceBits)
                .build();
    }
}
