// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules that make ids unique, each as a check that anything with a counter can be put to. */
enum SafetyRules {
    ISSUES_NOTHING_OUTSIDE_THE_CLAIM {
        @Override
        void check(Counter.Factory factory) {
            Counter claim = factory.claim(MILLIS, 1_010, 1_020);
            for (long now = 10; now < 40; now++) {
                long point = claim.take(REFUSE, now);
                if (point >= 0) {
                    assertThat(MILLIS.tick(point)).isBetween(10L, 19L);
                }
            }
            Claim.Run run = new Claim.Run();
            long start = factory.claim(MILLIS, 1_010, 1_020).take(FAR_AHEAD, -50, 1_000, run);
            assertThat(start + run.length).isLessThanOrEqualTo(MILLIS.point(20));
            Counter onItsOwn = factory.claim(MILLIS, 1_010, 1_020);
            for (int i = 0; i < 100; i++) {
                assertThat(onItsOwn.take(FAR_AHEAD, -50)).isLessThan(MILLIS.point(20));
            }
        }
    },
    ISSUES_ONLY_TICKS_THAT_LIE_WHOLLY_INSIDE {
        @Override
        void check(Counter.Factory factory) {
            for (long border = 1_000; border < 1_030; border++) {
                Counter earlier = factory.claim(TENS, 1_000, border);
                Counter later = factory.claim(TENS, border, 1_100);
                for (long now = 0; now < 10; now++) {
                    long before = earlier.take(REFUSE, now);
                    long after = later.take(REFUSE, now);
                    // Thus neighbours share no tick, and still would not if one of them rounded another way.
                    assertThat(before < 0 || TENS.startMillis(TENS.tick(before) + 1) <= border)
                            .isTrue();
                    assertThat(after < 0 || TENS.startMillis(TENS.tick(after)) >= border)
                            .isTrue();
                }
            }
        }
    },
    GROWS_WHATEVER_THE_CLOCK_DOES {
        @Override
        void check(Counter.Factory factory) {
            for (ClockRules rules : List.of(REFUSE, FAR_AHEAD, BURST)) {
                Counter claim = factory.claim(MILLIS, 1_010, 2_000);
                long newest = -1;
                for (long now : new long[] {20, 20, 21, 19, 18, 12, 20, -7, 22, 21, 500, 400, 500, 20, 501}) {
                    long point = claim.take(rules, now);
                    if (point >= 0) {
                        assertThat(point).isGreaterThan(newest);
                        newest = point;
                    }
                }
            }
        }
    },
    STAYS_IN_THE_TICKS_THAT_THE_CLOCK_HAS_REACHED {
        @Override
        void check(Counter.Factory factory) {
            Claim.Run run = new Claim.Run();
            Counter claim = factory.claim(MILLIS, 1_010, 2_000);
            for (int now = 10; now < 20; now++) {
                long start = claim.take(REFUSE, now, 1_000, run);
                assertThat(start + run.length).isLessThanOrEqualTo(MILLIS.point(now + 1));
            }
            long start = factory.claim(MILLIS, 1_010, 2_000).take(BURST, 10, 1_000, run);
            assertThat(start + run.length).isEqualTo(MILLIS.point(16));
        }
    },
    GIVES_NO_POINT_TWICE_TO_RACING_THREADS {
        @Override
        void check(Counter.Factory factory) {
            for (int round = 0; round < 20; round++) {
                Counter claim = factory.claim(MILLIS, 1_010, 3_000);
                List<long[]> taken = Race.run(4, thread -> {
                    Claim.Run run = new Claim.Run();
                    return IntStream.range(0, 2_000)
                            .mapToObj(i -> {
                                long start = claim.take(FAR_AHEAD, 10 + i / 100, 1 + i % 3, run);
                                return LongStream.range(start, start < 0 ? start : start + run.length);
                            })
                            .flatMapToLong(points -> points)
                            .toArray();
                });
                Race.assertEachGrowsAndAllDiffer(taken);
            }
        }
    },
    ISSUES_NOTHING_AFTER_THE_MARK_OF_ITS_SEAL {
        @Override
        void check(Counter.Factory factory) {
            for (int round = 0; round < 200; round++) {
                Counter claim = factory.claim(WIDE, 1_010, 3_000);
                List<long[]> taken = Race.run(3, thread -> {
                    if (thread == 0) {
                        for (int i = 0; i < 50; i++) {
                            claim.take(REFUSE, 10);
                        }
                        return new long[] {claim.seal()};
                    }
                    long newest = 0;
                    for (int i = 0; i < 300; i++) {
                        newest = Math.max(newest, claim.take(REFUSE, 10 + i));
                    }
                    return new long[] {newest};
                });
                long mark = WIDE.firstFrom(taken.get(0)[0]);
                assertThat(WIDE.tick(taken.get(1)[0])).isLessThan(mark);
                assertThat(WIDE.tick(taken.get(2)[0])).isLessThan(mark);
            }
        }
    };

    private static final Ticks MILLIS = new Ticks(1_000, 1, 2, 1L << 41);
    private static final Ticks TENS = new Ticks(1_000, 10, 2, 1L << 39);
    private static final Ticks WIDE = new Ticks(1_000, 1, 12, 1L << 41);
    private static final ClockRules REFUSE = new ClockRules(0, 0);
    private static final ClockRules FAR_AHEAD = new ClockRules(10_000, 0);
    private static final ClockRules BURST = new ClockRules(5, 0);

    /** Throws an {@link AssertionError} if the rule does not hold. */
    abstract void check(Counter.Factory factory);
}
