// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads raw data from a file. Summaries are made from nothing else. */
final class CsvTable {

    private final List<Row> rows;

    private CsvTable(List<Row> rows) {
        this.rows = rows;
    }

    /** One line, by the names in the first one. */
    static final class Row {

        private final List<String> names;
        private final List<String> values;

        private Row(List<String> names, List<String> values) {
            this.names = names;
            this.values = values;
        }

        String text(String name) {
            return values.get(names.indexOf(name));
        }

        double number(String name) {
            return Double.parseDouble(text(name));
        }
    }

    /** Empty if there is no such file, because that part did not run. */
    static CsvTable read(String name) throws IOException {
        Path file = BenchmarkSuite.RESULTS.resolve(name + ".csv");
        List<Row> rows = new ArrayList<>();
        if (Files.exists(file)) {
            List<List<String>> lines = Files.readAllLines(file).stream()
                    .map(line -> List.of(line.split(",", -1)))
                    .toList();
            for (List<String> line : lines.subList(1, lines.size())) {
                rows.add(new Row(lines.get(0), line));
            }
        }
        return new CsvTable(rows);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Those whose columns have these values. */
    CsvTable where(Map<String, String> values) {
        return new CsvTable(rows.stream()
                .filter(row -> values.entrySet().stream()
                        .allMatch(value -> row.text(value.getKey()).equals(value.getValue())))
                .toList());
    }

    CsvTable where(String column, String value) {
        return where(Map.of(column, value));
    }

    Stream<Row> rows() {
        return rows.stream();
    }

    /** The number in the only row, or in the first; not a number if there is none. */
    double number(String column) {
        return rows.isEmpty() ? Double.NaN : rows.get(0).number(column);
    }

    double max(String column) {
        return rows().mapToDouble(row -> row.number(column)).max().orElse(Double.NaN);
    }

    double min(String column) {
        return rows().mapToDouble(row -> row.number(column)).min().orElse(Double.NaN);
    }

    Quartiles quartiles(String column) {
        return Quartiles.of(rows().map(row -> row.number(column)).toList());
    }

    /** By how much these values are above those of others in the same run, when the machine was in the same state. */
    Quartiles above(CsvTable others, String column) {
        return Quartiles.of(rows().map(row -> row.number(column)
                        - others.where("run", row.text("run")).number(column))
                .toList());
    }
}
