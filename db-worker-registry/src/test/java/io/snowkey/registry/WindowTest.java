// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class WindowTest {

    private static final long LAST = 65_535;

    private final Random random = new Random(1);

    private List<Window> inTurn(long first, long last, String instance, boolean again) {
        return Window.inTurn(first, last, instance, again, random);
    }

    @Test
    void aSmallRangeIsReadWhole() {
        assertThat(inTurn(0, 1023, "a", false)).containsExactly(new Window(0, 1023));
        assertThat(inTurn(7, 7, "a", true)).containsExactly(new Window(7, 7));
        assertThat(inTurn(0, 1024, "a", false)).hasSize(3);
    }

    @Test
    void everyWindowIsWithinTheRangeAndTheLastIsAllOfIt() {
        for (int i = 0; i < 10_000; i++) {
            long first = random.nextLong(0, 1 << 20);
            long last = first + Window.WHOLE + random.nextLong(0, 2000);
            List<Window> windows = inTurn(first, last, "instance " + i, i % 2 == 0);
            assertThat(windows.subList(0, 2)).allSatisfy(window -> {
                assertThat(window.first()).isGreaterThanOrEqualTo(first);
                assertThat(window.last()).isLessThanOrEqualTo(last).isEqualTo(window.first() + Window.SIZE - 1);
            });
            assertThat(windows.get(2)).isEqualTo(new Window(first, last));
        }
    }

    @Test
    void anInstanceBeginsWhereItBeganBefore() {
        Set<Window> begins = IntStream.range(0, 100)
                .mapToObj(i -> inTurn(0, LAST, "pod-1", false).get(0))
                .collect(Collectors.toSet());
        assertThat(begins).hasSize(1);
        // Written down: the next version has to find it, too.
        assertThat(begins.iterator().next().first()).isEqualTo(50257);
    }

    @Test
    void processesOfOneNameGoApartWhenTheyTryAgain() {
        Set<Window> begins = IntStream.range(0, 100)
                .mapToObj(i -> inTurn(0, LAST, "pod-1", true).get(0))
                .collect(Collectors.toSet());
        assertThat(begins).hasSizeGreaterThan(95);
    }

    /** Of 1,024 of them 16 begin in each part, give or take what chance does. */
    @Test
    void namesThatDifferByADigitBeginFarApart() {
        long[] inEach = new long[64];
        for (int i = 0; i < 1024; i++) {
            inEach[(int) (inTurn(0, LAST, "pod-" + i, false).get(0).first() / 1024)]++;
        }
        for (long count : inEach) {
            assertThat(count).isBetween(2L, 40L);
        }
    }

    @Test
    void theHighestWorkerIdOfARangeCanBeLookedAt() {
        assertThat(IntStream.range(0, 20_000)
                        .mapToLong(i -> inTurn(0, 1024, "a", true).get(0).last())
                        .max())
                .hasValue(1024);
    }
}
