// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.File;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Kills a process that issues ids again and again, each time with a clock that was set back. */
class KilledGeneratorTest {

    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();

    @TempDir
    private Path directory;

    @Test
    void aFileLeaseRepeatsNoIdWhateverTheMomentOfTheKill() throws Exception {
        long[] all = issue("file", 6);

        assertThat(Arrays.stream(all).distinct().count()).isEqualTo(all.length);
    }

    @Test
    void aFixedWorkerIdWouldHaveRepeatedThem() throws Exception {
        long[] all = issue("fixed", 2);

        assertThat(Arrays.stream(all).distinct().count()).isLessThan(all.length);
    }

    /** All ids of so many processes. Their clocks begin at nearly the same time: that of each is behind the one before. */
    private long[] issue(String lease, int processes) throws IOException, InterruptedException {
        Random random = new Random(20_260_101);
        long[] all = {};
        for (int i = 0; i < processes; i++) {
            Path ids = directory.resolve(lease + "-" + i);
            Process process = start(lease, ids, START + 50L * i);
            try {
                awaitFirstId(process, ids);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(400)));
            } finally {
                process.destroyForcibly().waitFor();
            }
            all = concat(all, read(ids));
        }
        return all;
    }

    private Process start(String lease, Path ids, long startMillis) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledGenerator.class.getName(),
                        lease,
                        directory.resolve("worker").toString(),
                        ids.toString(),
                        Long.toString(startMillis))
                .redirectErrorStream(true)
                .redirectOutput(new File(ids + ".log"))
                .start();
    }

    private static void awaitFirstId(Process process, Path ids) throws IOException {
        while (!Files.exists(ids) || Files.size(ids) < 8 || read(ids).length == 0) {
            assertThat(process.isAlive()).as(() -> log(ids)).isTrue();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static String log(Path ids) {
        try {
            return Files.readString(Path.of(ids + ".log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static long[] read(Path ids) throws IOException {
        try (FileChannel channel = FileChannel.open(ids)) {
            LongBuffer buffer = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .asLongBuffer();
            int count = 0;
            while (count < buffer.limit() && buffer.get(count) != 0) {
                count++;
            }
            long[] read = new long[count];
            buffer.get(read);
            return read;
        }
    }

    private static long[] concat(long[] one, long[] other) {
        long[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
