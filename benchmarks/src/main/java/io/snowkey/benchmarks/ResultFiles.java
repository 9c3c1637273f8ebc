// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes tables as Markdown and rows as CSV. Writes both files after each addition, so that nothing is lost. */
final class ResultFiles {

    private final Path markdown;
    private final Path csv;
    private final List<String> text = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();

    ResultFiles(String name, String csvHeader) {
        this.markdown = BenchmarkSuite.RESULTS.resolve(name + ".md");
        this.csv = BenchmarkSuite.RESULTS.resolve(name + ".csv");
        rows.add(csvHeader);
    }

    void row(String row) throws IOException {
        rows.add(row);
        Files.write(csv, rows);
        System.err.println(row);
    }

    void line(String line) throws IOException {
        text.add(line);
        Files.write(markdown, text);
    }

    /** What is measured, on which machine, with what. */
    void heading(String title, String versions) throws IOException {
        line("## " + title);
        line("");
        line(Machine.describe() + ".");
        line("");
        line("Versions: " + versions + ".");
        line("");
    }

    void tableHead(List<String> columns) throws IOException {
        line("");
        line("| " + String.join(" | ", columns) + " |");
        line("|" + " --- |".repeat(columns.size()));
    }

    void tableRow(List<String> cells) throws IOException {
        line("| " + String.join(" | ", cells) + " |");
    }

    void print() {
        text.forEach(System.out::println);
    }
}
