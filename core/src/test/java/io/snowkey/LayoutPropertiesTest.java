// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

class LayoutPropertiesTest {

    /** A layout, with an id in it. */
    record Id(SnowflakeLayout layout, long timestamp, long workerId, long sequence) {

        long value() {
            return layout.fields().compose(workerId, layout.ticks().point(timestamp) | sequence);
        }
    }

    @Property
    void decodesWhatItComposed(@ForAll("ids") Id id) {
        DecodedId decoded = id.layout().decode(id.value());

        assertThat(decoded.timestamp()).isEqualTo(id.timestamp());
        assertThat(decoded.workerId()).isEqualTo(id.workerId());
        assertThat(decoded.sequence()).isEqualTo(id.sequence());
        assertThat(id.layout().workerId(decoded.datacenter(), decoded.machine()))
                .isEqualTo(id.workerId());
    }

    @Property
    void aRangeFindsExactlyTheIdsIssuedInIt(
            @ForAll("ids") Id id, @ForAll("nearby") Duration from, @ForAll("nearby") Duration to) {
        SnowflakeLayout layout = id.layout();
        Instant issued = layout.decode(id.value()).instant();
        Instant begin = issued.plus(from);
        Instant end = issued.plus(to);
        long value = id.value();

        Assume.that(value != Long.MAX_VALUE); // the one id that no half-open range of longs can hold
        assertThat(value >= layout.firstId(begin) && value < layout.firstId(end))
                .isEqualTo(!issued.isBefore(begin) && issued.isBefore(end));
        assertThat(value >= layout.firstId(begin) && value <= layout.lastId(end))
                .isEqualTo(!issued.isBefore(begin) && !issued.isAfter(end));
    }

    @Provide
    Arbitrary<Duration> nearby() {
        return Arbitraries.longs()
                .between(-200_000_000_000L, 200_000_000_000L)
                .map(Duration::ofNanos)
                .edgeCases(config -> config.add(
                        Duration.ZERO,
                        Duration.ofNanos(1),
                        Duration.ofNanos(-1),
                        Duration.ofMillis(1),
                        Duration.ofMillis(10)));
    }

    @Provide
    Arbitrary<SnowflakeLayout> layouts() {
        Arbitrary<int[]> bits = Arbitraries.integers().between(1, 62).flatMap(timestamp -> Arbitraries.integers()
                .between(0, 63 - timestamp)
                .flatMap(worker -> Arbitraries.integers()
                        .between(0, 63 - timestamp - worker)
                        .map(sequence -> new int[] {timestamp, worker, sequence})));
        Arbitrary<Instant> epochs = Arbitraries.longs()
                .between(-2_000_000_000_000L, 2_000_000_000_000L)
                .map(Instant::ofEpochMilli);
        Arbitrary<Duration> ticks =
                Arbitraries.of(1L, 2L, 10L, 1_000L, 86_400_000L).map(Duration::ofMillis);
        return Combinators.combine(bits, epochs, ticks, Arbitraries.of(SnowflakeLayout.Order.class))
                .as((split, epoch, tick, order) -> SnowflakeLayout.builder()
                        .timestampBits(split[0])
                        .workerBits(split[1])
                        .datacenterBits(split[1] / 2)
                        .sequenceBits(split[2])
                        .epoch(epoch)
                        .tick(tick)
                        .order(order)
                        .build());
    }

    @Provide
    Arbitrary<Id> ids() {
        return layouts().flatMap(layout -> Combinators.combine(
                        // Times that have an instant: a day times 2^62 has none.
                        upTo(Math.min(layout.ticks().ticks() - 1, 1L << 35)),
                        upTo(layout.maxWorkerId()),
                        upTo(layout.maxSequence()))
                .as((timestamp, worker, sequence) -> new Id(layout, timestamp, worker, sequence)));
    }

    private static Arbitrary<Long> upTo(long max) {
        return Arbitraries.longs().between(0, max);
    }
}
