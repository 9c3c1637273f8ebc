// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class SearchWindowTest {

    private static final long LAST = 65_535;

    private final Random random = new Random(1);

    private List<SearchWindow> inOrder(long first, long last, String instance, boolean again) {
        return SearchWindow.inOrder(first, last, instance, again, random);
    }

    @Test
    void aSmallRangeIsReadWhole() {
        assertThat(inOrder(0, 1023, "a", false)).containsExactly(new SearchWindow(0, 1023));
        assertThat(inOrder(7, 7, "a", true)).containsExactly(new SearchWindow(7, 7));
        assertThat(inOrder(0, 1024, "a", false)).hasSize(3);
    }

    @Test
    void everyWindowIsWithinTheRangeAndTheLastIsAllOfIt() {
        for (int i = 0; i < 10_000; i++) {
            long first = random.nextLong(0, 1 << 20);
            long last = first + SearchWindow.READ_WHOLE + random.nextLong(0, 2000);
            List<SearchWindow> windows = inOrder(first, last, "instance " + i, i % 2 == 0);
            assertThat(windows.subList(0, 2)).allSatisfy(window -> {
                assertThat(window.first()).isGreaterThanOrEqualTo(first);
                assertThat(window.last()).isLessThanOrEqualTo(last).isEqualTo(window.first() + SearchWindow.SIZE - 1);
            });
            assertThat(windows.get(2)).isEqualTo(new SearchWindow(first, last));
        }
    }

    @Test
    void anInstanceBeginsWhereItBeganBefore() {
        Set<SearchWindow> begins = IntStream.range(0, 100)
                .mapToObj(i -> inOrder(0, LAST, "pod-1", false).get(0))
                .collect(Collectors.toSet());
        assertThat(begins).hasSize(1);
        // Written down: the next version has to find it, too.
        assertThat(begins.iterator().next().first()).isEqualTo(50257);
    }

    @Test
    void processesOfOneNameGoApartWhenTheyTryAgain() {
        Set<SearchWindow> begins = IntStream.range(0, 100)
                .mapToObj(i -> inOrder(0, LAST, "pod-1", true).get(0))
                .collect(Collectors.toSet());
        assertThat(begins).hasSizeGreaterThan(95);
    }

    /** Of 1,024 of them 16 begin in each part, give or take what chance does. */
    @Test
    void namesThatDifferByADigitBeginFarApart() {
        long[] inEach = new long[64];
        for (int i = 0; i < 1024; i++) {
            inEach[(int) (inOrder(0, LAST, "pod-" + i, false).get(0).first() / 1024)]++;
        }
        for (long count : inEach) {
            assertThat(count).isBetween(2L, 40L);
        }
    }

    @Test
    void theHighestWorkerIdOfARangeCanBeLookedAt() {
        assertThat(IntStream.range(0, 20_000)
                        .mapToLong(i -> inOrder(0, 1024, "a", true).get(0).last())
                        .max())
                .hasValue(1024);
    }
}
