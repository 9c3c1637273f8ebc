// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import de.siegmar.fastcsv.writer.CsvWriter;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are left out. All are counted. The first few are kept to be shown. If there are more, all are written
 * to a file.
 */
final class BadRows implements AutoCloseable {

    private static final int KEPT = 5;

    private final Path file;
    private final List<BadRow> first = new ArrayList<>();
    private long count;
    private @Nullable CsvWriter writer;

    /** @param file where to write them, if there are many */
    BadRows(Path file) {
        this.file = file;
    }

    void add(BadRow row) {
        count++;
        if (first.size() < KEPT) {
            first.add(row);
            return;
        }
        if (writer == null) {
            writer = open();
            first.forEach(this::write);
        }
        write(row);
    }

    long count() {
        return count;
    }

    List<BadRow> first() {
        return first;
    }

    /** The file with all of them, or null if the first few are all. */
    @Nullable
    Path file() {
        return writer != null ? file : null;
    }

    @Override
    public void close() {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }

    private CsvWriter open() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return CsvWriter.builder().build(file).writeRecord("line", "column", "value", "reason");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private void write(BadRow row) {
        if (writer != null) {
            writer.writeRecord(Long.toString(row.line()), row.column(), row.value(), row.reason());
            flush(writer);
        }
    }

    private void flush(CsvWriter target) {
        try {
            target.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
