// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MarksTest {

    private final Marks marks = new Marks(10, 12);

    @Test
    void admitGrowingIdsOfEachWorkerInWhateverOrderWorkersAnswer() throws AskFailure {
        marks.admit(new long[] {id(5, 1, 0), id(5, 1, 1)});
        marks.admit(new long[] {id(3, 2, 0), id(4, 2, 0)});
        marks.admit(new long[] {id(5, 1, 2), id(6, 2, 0), id(6, 1, 0)});
    }

    @Test
    void refuseARepeatedAnswerHoweverLongAgoItCame() throws AskFailure {
        long[] first = {id(1, 1, 0), id(1, 1, 1)};
        marks.admit(first);
        for (int tick = 2; tick < 10_000; tick++) {
            marks.admit(new long[] {id(tick, 1, 0), id(tick, 2, 0)});
        }
        assertThatThrownBy(() -> marks.admit(first))
                .hasMessageContaining("id " + id(1, 1, 0) + " of worker 1, from which id " + id(9999, 1, 0));
    }

    @Test
    void refuseAnIdTwiceInOneAnswer() {
        assertThatThrownBy(() -> marks.admit(new long[] {id(1, 1, 0), id(1, 1, 0)}))
                .isInstanceOf(AskFailure.class);
        assertThatThrownBy(() -> marks.admit(new long[] {id(1, 1, 1), id(1, 1, 0)}))
                .isInstanceOf(AskFailure.class);
    }

    @Test
    void forgetTheIdsOfARefusedAnswer() throws AskFailure {
        marks.admit(new long[] {id(1, 1, 0)});
        assertThatThrownBy(() -> marks.admit(new long[] {id(900_000, 2, 0), id(1, 1, 0)}))
                .isInstanceOf(AskFailure.class);
        marks.admit(new long[] {id(2, 2, 0), id(2, 1, 0)});
    }

    /** Told the bits of another layout, they refuse too much; they still never admit an id twice. */
    @Test
    void neverAdmitAnIdTwiceWithWhateverBits() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            Marks any = new Marks(random.nextInt(17), random.nextInt(63));
            Set<Long> admitted = new HashSet<>();
            for (int answer = 0; answer < 200; answer++) {
                long[] ids = random.longs(random.nextInt(3), 0, 64).sorted().toArray();
                try {
                    any.admit(ids);
                } catch (AskFailure refused) {
                    continue;
                }
                assertThat(Arrays.stream(ids).allMatch(admitted::add)).isTrue();
            }
            assertThat(admitted).isNotEmpty();
        }
    }

    private static long id(long tick, long worker, long sequence) {
        return tick << 22 | worker << 12 | sequence;
    }
}
