// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportingTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    @Test
    void progressIsSaidAtEveryTenthButNotTooOften() {
        AtomicLong nanos = new AtomicLong();
        Progress progress = new Progress(out, nanos::get, 10_000);
        for (int rows = 100; rows <= 10_000; rows += 100) {
            nanos.addAndGet(10_000_000); // a tenth takes 100 ms
            progress.reached(rows, rows);
        }

        assertThat(lines())
                .containsExactly(
                        "  5,000 orders stored, 50 %, 10,000 rows/s", "  10,000 orders stored, 100 %, 10,000 rows/s");
    }

    @Test
    void progressIsSaidEveryFiveSecondsWhenItIsSlow() {
        AtomicLong nanos = new AtomicLong();
        Progress progress = new Progress(out, nanos::get, 1_000_000);
        for (int second = 1; second <= 12; second++) {
            nanos.addAndGet(1_000_000_000);
            progress.reached(second * 10L, second * 10L);
        }

        assertThat(lines())
                .containsExactly("  50 orders stored, 0 %, 10 rows/s", "  100 orders stored, 0 %, 10 rows/s");
    }

    @Test
    void allBadRowsAreCountedTheFirstOnesKeptAndManyWrittenToAFile() throws Exception {
        Path file = directory.resolve("data").resolve("bad.csv");
        BadRows few = new BadRows(file);
        BadRows many = new BadRows(file);
        try (few;
                many) {
            for (int line = 2; line < 7; line++) {
                few.add(new BadRow(line, "Start Date", "x", "no"));
            }
            for (int line = 2; line < 9; line++) {
                many.add(new BadRow(line, "Start Date", "a,b", "no"));
            }
        }

        assertThat(few.count()).isEqualTo(5);
        assertThat(few.file()).isNull();
        assertThat(many.count()).isEqualTo(7);
        assertThat(many.first()).extracting(BadRow::line).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(many.file()).isEqualTo(file);
        assertThat(Files.readAllLines(file))
                .hasSize(8)
                .startsWith("line,column,value,reason", "2,Start Date,\"a,b\",no")
                .endsWith("8,Start Date,\"a,b\",no");
    }

    @Test
    void aTableIsAligned() {
        TextTable table = new TextTable(List.of("id", "state", "left"));
        table.add(List.of("7", "ACTIVE", "-1.5"));
        table.add(List.of("1023", "FREE", ""));

        assertThat(table.lines()).containsExactly("    id  state   left", "     7  ACTIVE  -1.5", "  1023  FREE");
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
