// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file one after the other, good ones and bad ones. The columns may stand in any order. */
final class RowReader implements AutoCloseable {

    /** The longest field, in characters. A longer one is a quote that nobody closed. */
    private static final int MAX_FIELD = 64 * 1024;

    private static final int SHOWN = 200;

    private final RewindableReader reader;
    private final Map<Column, Integer> positions = new EnumMap<>(Column.class);
    private final int width;
    private CloseableIterator<CsvRecord> records;
    private long line;

    /** @throws StartException if the first line is not a header with the expected columns */
    RowReader(String location, BufferedReader text) {
        this.reader = new RewindableReader(text);
        this.records = records(reader);
        List<String> header = header(location);
        this.width = header.size();
        for (Column column : Column.values()) {
            positions.put(column, header.indexOf(column.header()));
        }
    }

    static String expectedHeader() {
        return Arrays.stream(Column.values()).map(Column::header).collect(Collectors.joining(","));
    }

    /** The next row, or null after the last one. Empty lines are no rows. */
    @Nullable
    CsvRow next() {
        for (; ; ) {
            reader.forget();
            long first = line + 1;
            CsvRow row;
            try {
                if (!records.hasNext()) {
                    return null;
                }
                row = row(first, records.next());
            } catch (CsvParseException e) {
                row = unreadable(first, e);
            }
            if (row != null) {
                return row;
            }
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable CsvRow row(long first, CsvRecord csv) {
        List<String> taken = reader.taken();
        if (csv.getFieldCount() == width) {
            line += taken.size();
            return OrderRow.read(first, new RowFields(column -> csv.getField(positions.getOrDefault(column, 0))));
        }
        String text = String.join(" ", taken);
        if (text.isBlank()) {
            line += taken.size();
            return null;
        }
        if (taken.size() > 1) {
            return restart(first, "a quote opens here and is not closed where the row should end");
        }
        line++;
        return new BadRow(first, "", text, "has " + csv.getFieldCount() + " columns, not " + width);
    }

    private CsvRow unreadable(long first, CsvParseException e) {
        Throwable cause = e.getCause() != null ? e.getCause() : e;
        return restart(first, "is not CSV: " + cause.getMessage());
    }

    /** Leaves out one line only, and reads on below it. */
    private CsvRow restart(long first, String reason) {
        String text = reader.taken().get(0);
        reader.skipFirst();
        records = records(reader);
        line = first;
        return new BadRow(first, "", text, reason);
    }

    private List<String> header(String location) {
        List<String> header;
        try {
            header = records.hasNext()
                    ? records.next().getFields().stream()
                            .map(name -> name.replace("\uFEFF", "").strip())
                            .toList()
                    : List.of();
        } catch (CsvParseException e) {
            header = List.of();
        }
        line = reader.taken().size();
        Set<String> missing =
                Arrays.stream(Column.values()).map(Column::header).collect(Collectors.toCollection(TreeSet::new));
        header.forEach(missing::remove);
        if (!missing.isEmpty() || header.size() != Column.values().length || line != 1) {
            String begin = String.join(",", header);
            throw new StartException(
                    location + " does not begin with the expected header."
                            + (missing.isEmpty() ? "" : " Missing: " + missing + ".") + " It begins with: "
                            + begin.substring(0, Math.min(begin.length(), SHOWN)),
                    "The first line must name these columns, in any order, separated by commas: " + expectedHeader());
        }
        return header;
    }

    private static CloseableIterator<CsvRecord> records(RewindableReader reader) {
        return CsvReader.builder()
                .maxBufferSize(MAX_FIELD)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .skipEmptyLines(false)
                .ofCsvRecord(reader)
                .iterator();
    }
}
