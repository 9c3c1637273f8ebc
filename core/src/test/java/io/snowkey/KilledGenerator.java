// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A process that issues ids until it is killed, each noted in mapped memory, which outlives it, before the next is made.
 * Arguments: {@code file} or {@code fixed}, the worker file, the file for the ids, what its clock shows at its start.
 */
final class KilledGenerator {

    private KilledGenerator() {}

    public static void main(String[] args) throws IOException {
        Instant start = Instant.ofEpochMilli(Long.parseLong(args[3]));
        long startNanos = System.nanoTime();
        InstantSource clock = () -> start.plusNanos(System.nanoTime() - startNanos);
        WorkerLease lease = args[0].equals("fixed")
                ? WorkerLease.fixed(SnowflakeLayout.DEFAULT, 7, clock)
                : FileWorkerLease.builder(Path.of(args[1]), 7)
                        .clock(clock)
                        .reservation(Duration.ofMillis(300))
                        .open();
        try (FileChannel channel = FileChannel.open(
                        Path.of(args[2]),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(lease).clock(clock).build()) {
            int most = 1 << 22;
            LongBuffer issued =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, 8L * most).asLongBuffer();
            for (int i = 0; i < most; i++) {
                issued.put(i, ids.nextId());
            }
        }
    }
}
