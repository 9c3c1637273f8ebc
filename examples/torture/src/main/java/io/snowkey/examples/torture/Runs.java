// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes files of ids into {@link Run}s. A file whose ids grow from the first to the last is used as it is. Other files
 * are sorted piece by piece.
 */
final class Runs {

    private static final int PIECE = 1 << 20;

    private final Path scratch;
    private final List<Run> runs = new ArrayList<>();
    private long ids;
    private long descents;

    Runs(Path scratch) throws IOException {
        this.scratch = Files.createDirectories(scratch);
    }

    List<Run> all() {
        return runs;
    }

    long ids() {
        return ids;
    }

    /** How often an id was smaller than the one before, from the same process. */
    long descents() {
        return descents;
    }

    void add(int process, Path file) throws IOException {
        long before = descents;
        long first = 0;
        try (IdReader reader = new IdReader(file)) {
            if (!reader.next()) {
                return;
            }
            first = reader.id();
            long last = first;
            ids++;
            while (reader.next()) {
                ids++;
                if (reader.id() < last) {
                    descents++;
                }
                last = reader.id();
            }
        }
        if (descents == before) {
            runs.add(new Run(process, file, first));
        } else {
            sort(process, file);
        }
    }

    private void sort(int process, Path file) throws IOException {
        long[] piece = new long[PIECE];
        try (IdReader reader = new IdReader(file)) {
            int count = 0;
            boolean more = reader.next();
            while (more) {
                piece[count++] = reader.id();
                more = reader.next();
                if (count == PIECE || !more) {
                    Arrays.sort(piece, 0, count);
                    Path sorted = scratch.resolve("run-" + runs.size());
                    try (IdWriter writer = new IdWriter(sorted)) {
                        writer.write(piece, count);
                    }
                    runs.add(new Run(process, sorted, piece[0]));
                    count = 0;
                }
            }
        }
    }
}
