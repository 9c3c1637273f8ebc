// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class SnowflakeGeneratorRaceTest {

    @Test
    void idsOfRacingThreadsAreUniqueAndGrow() {
        try (SnowflakeGenerator ids = SnowflakeGenerator.builder().workerId(3).build()) {
            assertUniqueAndInOrder(Executors.newFixedThreadPool(8), 8, 20_000, ids::nextId);
        }
    }

    @Test
    void idsOfVirtualThreadsAreUniqueAndGrow() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads came with Java 21");
        ExecutorService virtual = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        try (SnowflakeGenerator ids = SnowflakeGenerator.builder().workerId(3).build()) {
            assertUniqueAndInOrder(virtual, 64, 2_000, ids::nextId);
        }
    }

    @Test
    void runsOfIdsOfRacingThreadsAreUniqueAndGrow() {
        try (SnowflakeGenerator ids = SnowflakeGenerator.builder().workerId(3).build()) {
            List<long[]> all = Race.run(6, thread -> {
                if (thread < 3) {
                    return ids.nextIds(20_000);
                }
                return ids.ids().limit(5_000).toArray();
            });
            Race.assertEachGrowsAndAllDiffer(all);
            assertThat(ids.statistics().issued()).isEqualTo(75_000);
        }
    }

    @Test
    void everyIdCountsOnceWhereEachIsTheFirstOfItsTick() {
        AtomicLong millis = new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        InstantSource clock = () -> Instant.ofEpochMilli(millis.incrementAndGet());
        Claim claim = Claim.of(SnowflakeLayout.DEFAULT, 3, millis.get(), Long.MAX_VALUE);
        ClockRules rules = new ClockRules(0, 0);

        List<long[]> all = Race.run(4, thread -> LongStream.generate(() -> claim.take(rules, clock))
                .filter(point -> point >= 0)
                .limit(20_000)
                .toArray());

        Race.assertEachGrowsAndAllDiffer(all);
        assertThat(claim.issued()).isEqualTo(80_000);
    }

    @Test
    void theCheckNoticesIdsOutOfOrder() {
        AtomicLong next = new AtomicLong();
        // Blocks of ten per thread: unique, but what is asked for later may be smaller.
        ThreadLocal<long[]> block = ThreadLocal.withInitial(() -> new long[2]);
        LongSupplier blocks = () -> {
            long[] mine = block.get();
            if (mine[0] == mine[1]) {
                mine[0] = next.getAndAdd(10);
                mine[1] = mine[0] + 10;
            }
            return mine[0]++;
        };

        assertThatThrownBy(() -> assertUniqueAndInOrder(Executors.newFixedThreadPool(8), 8, 20_000, blocks))
                .rootCause()
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void afterASealNoThreadGetsAnId() {
        SettableClock clock = SettableClock.at("2026-01-01T00:00:00Z");
        for (int round = 0; round < 50; round++) {
            Claim claim = Claim.of(SnowflakeLayout.DEFAULT, 3, clock.millis(), Long.MAX_VALUE);
            SnowflakeGenerator ids = SnowflakeGenerator.builder()
                    .lease(new TestLease(SnowflakeLayout.DEFAULT, claim))
                    .clock(clock)
                    .build();
            List<long[]> issued = Race.run(4, thread -> {
                if (thread == 0) {
                    ids.close();
                    return new long[] {claim.issued()};
                }
                long[] mine = new long[500];
                int count = 0;
                try {
                    while (count < mine.length) {
                        mine[count] = ids.nextId();
                        count++;
                    }
                } catch (IdRefusedException closed) {
                    assertThat(closed.reason()).isEqualTo(IdRefusedException.Reason.CLOSED);
                }
                return Arrays.copyOf(mine, count);
            });
            int ofThreads = issued.get(1).length + issued.get(2).length + issued.get(3).length;
            assertThat(issued.get(0)[0]).isEqualTo(ofThreads);
        }
    }

    /**
     * Each id is the first of its tick, so that each exchange that is lost has to correct the count. A claim lasts
     * longer than a call, as it does in every lease.
     */
    @Test
    void statisticsCountAClaimOnceAlsoWhileItIsReplaced() {
        long start = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        AtomicLong millis = new AtomicLong(start);
        InstantSource clock = () -> Instant.ofEpochMilli(millis.incrementAndGet());
        TestLease lease =
                new TestLease(SnowflakeLayout.DEFAULT, Claim.of(SnowflakeLayout.DEFAULT, 0, start, Long.MAX_VALUE));
        int calls = 20_000;
        AtomicLong asked = new AtomicLong();
        AtomicLongArray made = new AtomicLongArray(4);
        try (SnowflakeGenerator ids =
                SnowflakeGenerator.builder().lease(lease).clock(clock).build()) {
            Race.run(4, thread -> {
                for (int i = 0; i < calls; i++) {
                    if (thread == 0) {
                        assertThat(ids.statistics().issued()).isLessThanOrEqualTo(asked.get());
                    } else if (thread == 1) {
                        lease.replaceBy(Claim.of(SnowflakeLayout.DEFAULT, i % 1_024, start, Long.MAX_VALUE));
                        long first = Math.min(calls, made.get(2) + 2);
                        long second = Math.min(calls, made.get(3) + 2);
                        while (made.get(2) < first || made.get(3) < second) {
                            LockSupport.parkNanos(1_000);
                        }
                    } else {
                        asked.incrementAndGet();
                        ids.nextId();
                        made.incrementAndGet(thread);
                    }
                }
                return new long[0];
            });
            assertThat(ids.statistics().issued()).isEqualTo(made.get(2) + made.get(3));
        }
    }

    private static void assertUniqueAndInOrder(ExecutorService executor, int threads, int each, LongSupplier ids) {
        AtomicLong returned = new AtomicLong(-1);
        List<long[]> all = Race.run(executor, threads, thread -> {
            long[] mine = new long[each];
            for (int i = 0; i < each; i++) {
                long before = returned.get();
                mine[i] = ids.getAsLong();
                assertThat(mine[i] > before)
                        .as("%s was asked for after %s was returned", mine[i], before)
                        .isTrue();
                returned.accumulateAndGet(mine[i], Math::max);
            }
            return mine;
        });
        Race.assertEachGrowsAndAllDiffer(all);
    }
}
