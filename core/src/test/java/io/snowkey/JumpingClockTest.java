// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Long runs with a clock that jumps at random by milliseconds to hours, while one worker id goes from claim to claim: renewed,
 * released, lost in a crash, taken again.
 */
class JumpingClockTest {

    private static final SnowflakeLayout LAYOUT = SnowflakeLayout.builder()
            .tick(Duration.ofMillis(2))
            .workerBits(1)
            .sequenceBits(2)
            .build();

    private static final int RUNS = 60;

    @Test
    void noIdComesTwiceWhateverTheClockDoes() {
        long issued = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            long[] ids = new Run(seed, true, true).ids();
            issued += ids.length;
            assertThat(LongStream.of(ids).distinct().count())
                    .as("seed %s", seed)
                    .isEqualTo(ids.length);
        }
        assertThat(issued).isGreaterThan(100_000);
    }

    @Test
    void withoutTheHighWaterMarkIdsComeTwice() {
        assertThat(duplicates(false, true)).isPositive();
    }

    @Test
    void withoutSealingBeforeTheReleaseIdsComeTwice() {
        assertThat(duplicates(true, false)).isPositive();
    }

    private static long duplicates(boolean mark, boolean seals) {
        return IntStream.range(0, RUNS)
                .mapToObj(seed -> new Run(seed, mark, seals).ids())
                .mapToLong(ids -> ids.length - LongStream.of(ids).distinct().count())
                .sum();
    }

    /** One run. It keeps the mark that a registry would keep, and asserts that ids of a generator grow. */
    private static final class Run {

        private final Random random;
        private final boolean keepsMark;
        private final boolean seals;
        private final SettableClock clock = SettableClock.at("2026-01-01T00:00:00Z");
        private long mark = clock.millis();
        private long newest = -1;
        private SnowflakeGenerator ids;
        private Claim claim;
        private SnowflakeGenerator before;

        Run(int seed, boolean keepsMark, boolean seals) {
            this.random = new Random(seed);
            this.keepsMark = keepsMark;
            this.seals = seals;
            acquire();
            this.before = ids;
        }

        long[] ids() {
            LongStream.Builder issued = LongStream.builder();
            for (int step = 0; step < 2_000; step++) {
                switch (random.nextInt(12)) {
                    case 0 -> clock.advance(random.nextInt(7) - 3);
                    case 1 -> clock.advance((long) (random.nextGaussian() * 60_000));
                    case 2 -> clock.advance(random.nextInt(3_600_000));
                    case 3 -> renew();
                    case 4 -> release();
                    case 5 -> acquire(); // after a crash: what was reserved is lost
                    case 6 -> issue(before, issued); // a thread that still has the old generator
                    default -> issue(ids, issued);
                }
            }
            return issued.build().toArray();
        }

        private void issue(SnowflakeGenerator generator, LongStream.Builder issued) {
            try {
                long[] run =
                        random.nextBoolean() ? new long[] {generator.nextId()} : generator.nextIds(random.nextInt(20));
                for (long id : run) {
                    issued.add(id);
                    if (generator == ids) {
                        assertThat(id).isGreaterThan(newest);
                        newest = id;
                    }
                }
            } catch (IdRefusedException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }

        private void acquire() {
            newest = -1;
            before = ids;
            long from = keepsMark ? Math.max(mark, clock.millis()) : clock.millis();
            mark = from + 10_000;
            claim = Claim.of(LAYOUT, 1, from, mark);
            ids = SnowflakeGenerator.builder()
                    .lease(new TestLease(LAYOUT, claim))
                    .clock(clock)
                    .nanoTime(clock::nanoTime)
                    .waiter(new FakeWaiter(clock))
                    .clockPolicy(random.nextBoolean() ? ClockPolicy.CONTINUE : ClockPolicy.REFUSE)
                    .burst(LAYOUT.tick().multipliedBy(random.nextInt(10)))
                    .build();
        }

        private void renew() {
            mark = Math.max(mark, clock.millis() + 10_000);
            if (random.nextInt(3) > 0) { // else the answer is lost, and the claim stays what it was
                claim.extendTo(mark);
            }
        }

        private void release() {
            mark = seals ? claim.seal() : claim.highWaterMillis();
            acquire();
        }
    }
}
