// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class IdRecordTest {

    private static final long[] EDGES = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 63, 64, -64, -65
    };

    @TempDir
    private Path directory;

    static Path write(Path file, long... ids) throws IOException {
        try (IdWriter writer = new IdWriter(file)) {
            writer.write(ids, ids.length);
        }
        return file;
    }

    static long[] read(Path file) throws IOException {
        long[] ids = new long[1 << 16];
        int count = 0;
        try (IdReader reader = new IdReader(file)) {
            while (reader.next()) {
                ids[count++] = reader.id();
            }
        }
        return Arrays.copyOf(ids, count);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(read(write(directory.resolve("edges"), EDGES))).containsExactly(EDGES);
        long[] random = new Random(42).longs(10_000).toArray();
        assertThat(read(write(directory.resolve("random"), random))).containsExactly(random);
    }

    @Test
    void batchesFollowEachOther() throws IOException {
        Path file = directory.resolve("batches");
        try (IdWriter writer = new IdWriter(file)) {
            writer.write(new long[] {7, 9, 1_000}, 2);
            writer.write(new long[0], 0);
            writer.write(new long[] {8}, 1);
        }
        assertThat(read(file)).containsExactly(7, 9, 8);
    }

    @Test
    void idsOfARunTakeAByteOrTwo() throws IOException {
        long[] ids = new long[1_000];
        Arrays.setAll(ids, i -> 250_000_000_000_000_000L + i);
        assertThat(Files.size(write(directory.resolve("run"), ids))).isLessThan(1_100);
    }

    /** A process that is killed in the middle of a write leaves a part of a number. */
    @Test
    void whatIsCutOffIsLeftOut() throws IOException {
        Path file = write(directory.resolve("cut"), 1L << 40, 1L << 50);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(read(file)).containsExactly(1L << 40);
    }

    @Test
    void whatIsNoFileOfIdsIsRefused() throws IOException {
        byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) 0xFF);
        Path file = Files.write(directory.resolve("other"), endless);
        assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessageContaining("not a file of ids");
    }
}
