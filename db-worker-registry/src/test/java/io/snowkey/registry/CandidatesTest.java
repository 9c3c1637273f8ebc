// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.snowkey.registry.Candidates.Candidate;
import io.snowkey.registry.Candidates.Row;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class CandidatesTest {

    private final Random random = new Random(1);

    private Set<Candidate> choices(Candidates candidates, long first, long last) {
        return Stream.generate(() -> candidates.choose(first, last, random).orElseThrow())
                .limit(1000)
                .collect(Collectors.toSet());
    }

    @Test
    void choosesAmongFreeRowsAndWorkerIdsWithoutARow() {
        Candidates candidates = new Candidates(
                0, Candidates.Layout.SAME, List.of(new Row(11, 7, 1), new Row(12, 3, 0), new Row(14, 1, 1)));
        assertThat(choices(candidates, 10, 15))
                .containsExactlyInAnyOrder(
                        new Candidate(10, 0),
                        new Candidate(11, 7),
                        new Candidate(13, 0),
                        new Candidate(14, 1),
                        new Candidate(15, 0));
    }

    @Test
    void prefersWhatThisInstanceHeldLast() {
        Candidates candidates = new Candidates(
                0, Candidates.Layout.SAME, List.of(new Row(1, 7, 1), new Row(2, 3, 2), new Row(3, 9, 2)));
        assertThat(choices(candidates, 0, 1023)).containsExactlyInAnyOrder(new Candidate(2, 3), new Candidate(3, 9));
    }

    @Test
    void findsNothingWhenNothingIsFree() {
        Candidates candidates = new Candidates(0, Candidates.Layout.SAME, List.of(new Row(1, 1, 0), new Row(2, 1, 0)));
        assertThat(candidates.choose(1, 2, random)).isEmpty();
    }

    @Test
    void findsTheOneFreeWorkerIdOfAHugeRange() {
        long last = (1L << 40) - 1;
        Candidates candidates =
                new Candidates(0, Candidates.Layout.SAME, List.of(new Row(0, 1, 0), new Row(last, 1, 0)));
        assertThat(candidates.choose(0, last, random).orElseThrow().workerId()).isBetween(1L, last - 1);
        assertThat(new Candidates(0, Candidates.Layout.SAME, List.of()).choose(last, last, random))
                .contains(new Candidate(last, 0));
    }
}
