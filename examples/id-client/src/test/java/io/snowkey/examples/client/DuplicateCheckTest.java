// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DuplicateCheckTest {

    private final DuplicateCheck check = new DuplicateCheck(10, 12);

    @Test
    void acceptsGrowingIdsOfEachWorker() throws RequestFailedException {
        check.check(new long[] {id(5, 1, 0), id(5, 1, 1)});
        check.check(new long[] {id(3, 2, 0), id(4, 2, 0)});
        check.check(new long[] {id(5, 1, 2), id(6, 2, 0), id(6, 1, 0)});
    }

    @Test
    void refusesARepeatedAnswerHoweverLongAgoItCame() throws RequestFailedException {
        long[] first = {id(1, 1, 0), id(1, 1, 1)};
        check.check(first);
        for (int tick = 2; tick < 10_000; tick++) {
            check.check(new long[] {id(tick, 1, 0), id(tick, 2, 0)});
        }
        assertThatThrownBy(() -> check.check(first))
                .hasMessageContaining("id " + id(1, 1, 0) + " of worker 1, from which id " + id(9999, 1, 0));
    }

    @Test
    void refusesAnIdTwiceInOneAnswer() {
        assertThatThrownBy(() -> check.check(new long[] {id(1, 1, 0), id(1, 1, 0)}))
                .isInstanceOf(RequestFailedException.class);
        assertThatThrownBy(() -> check.check(new long[] {id(1, 1, 1), id(1, 1, 0)}))
                .isInstanceOf(RequestFailedException.class);
    }

    @Test
    void forgetsTheIdsOfARefusedAnswer() throws RequestFailedException {
        check.check(new long[] {id(1, 1, 0)});
        assertThatThrownBy(() -> check.check(new long[] {id(900_000, 2, 0), id(1, 1, 0)}))
                .isInstanceOf(RequestFailedException.class);
        check.check(new long[] {id(2, 2, 0), id(2, 1, 0)});
    }

    /** With the bits of another layout, it refuses too much. It still never accepts an id twice. */
    @Test
    void neverAcceptsAnIdTwiceWithWrongBits() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            DuplicateCheck any = new DuplicateCheck(random.nextInt(17), random.nextInt(63));
            Set<Long> accepted = new HashSet<>();
            for (int answer = 0; answer < 200; answer++) {
                long[] ids = random.longs(random.nextInt(3), 0, 64).sorted().toArray();
                try {
                    any.check(ids);
                } catch (RequestFailedException refused) {
                    continue;
                }
                assertThat(Arrays.stream(ids).allMatch(accepted::add)).isTrue();
            }
            assertThat(accepted).isNotEmpty();
        }
    }

    private static long id(long tick, long worker, long sequence) {
        return tick << 22 | worker << 12 | sequence;
    }
}
