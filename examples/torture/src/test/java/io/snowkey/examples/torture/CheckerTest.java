// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import io.snowkey.SnowflakeLayout;
import io.snowkey.examples.torture.Checker.Duplicate;
import io.snowkey.examples.torture.Checker.Verdict;
import io.snowkey.examples.torture.Limits.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class CheckerTest {

    @TempDir
    private Path directory;

    private final List<Path> files = new ArrayList<>();
    private final Limits limits = new Limits();

    private void process(long... ids) throws IOException {
        files.add(IdRecordTest.write(directory.resolve("process-" + files.size()), ids));
    }

    private Verdict verdict() throws IOException {
        return new Checker(limits::covering).check(files, directory.resolve("sorted"));
    }

    @Test
    void idsThatDifferAreNoDuplicates() throws IOException {
        process(1, 5, 9);
        process();
        process(2, 6, 10);
        Verdict verdict = verdict();
        assertThat(verdict.ids()).isEqualTo(6);
        assertThat(verdict.inside()).isZero();
    }

    @Test
    void aPlantedDuplicateIsFoundWithThoseWhoIssuedIt() throws IOException {
        process(1, 5, 9);
        process(2, 5, 10);
        Verdict verdict = verdict();
        assertThat(verdict.inside()).isEqualTo(1);
        assertThat(verdict.samples()).containsExactly(new Duplicate(5, 0, 1, null));
    }

    /** One among a million, wherever it is. */
    @Test
    void oneAmongManyIsFound() throws IOException {
        long[] even = LongStream.range(0, 500_000).map(i -> 2 * i).toArray();
        long[] odd = LongStream.range(0, 500_000).map(i -> 2 * i + 1).toArray();
        int planted = new Random(7).nextInt(odd.length);
        process(even);
        process(odd);
        process(odd[planted]);
        Verdict verdict = verdict();
        assertThat(verdict.ids()).isEqualTo(1_000_001);
        assertThat(verdict.inside()).isEqualTo(1);
        assertThat(verdict.samples().get(0).id()).isEqualTo(odd[planted]);
    }

    @Test
    void aProcessThatRepeatsItselfIsFoundOut() throws IOException {
        process(3, 3, 3, 4);
        assertThat(verdict().inside()).isEqualTo(2);
    }

    /** Larger than what is sorted at a time: the same id in two pieces of one file. */
    @Test
    void idsInNoOrderAreChecked() throws IOException {
        long[] ids =
                LongStream.range(0, 1_200_000).map(i -> i * 0x9E3779B97F4A7C15L).toArray(); // all different
        long[] with = Arrays.copyOf(ids, ids.length + 1);
        with[ids.length] = ids[0];
        process(with);
        Verdict verdict = verdict();
        assertThat(verdict.inside()).isEqualTo(1);
        assertThat(verdict.descents()).isPositive();
        assertThat(verdict.samples().get(0).id()).isEqualTo(ids[0]);
    }

    @Test
    void aLimitCoversWhatItSaysAndNoMore() throws IOException {
        Instant from = Instant.parse("2026-11-27T10:00:00Z");
        Instant until = from.plusSeconds(5);
        limits.add(new Window("clones", 0, from.toEpochMilli(), until.toEpochMilli()));
        SnowflakeLayout layout = SnowflakeLayout.DEFAULT;
        long before = layout.firstId(from) - 1;
        long first = layout.firstId(from); // of worker 0
        long ofAnother = layout.lastId(from); // of the last worker
        long after = layout.firstId(until);
        process(before, first, ofAnother, after);
        process(before, first, ofAnother, after);
        Verdict verdict = verdict();
        assertThat(verdict.inside()).isEqualTo(3);
        assertThat(verdict.outside()).containsOnlyKeys("clones").containsEntry("clones", 1L);
    }
}
