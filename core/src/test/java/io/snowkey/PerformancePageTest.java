// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the page of the benchmarks with its template. {@code benchmarks/run --publish} writes the page from the
 * template. A sentence that is changed in one of them alone would be lost with the next run.
 */
class PerformancePageTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path TEMPLATE = Path.of("..", "benchmarks", "src", "main", "resources", "performance.md");
    private static final Pattern TABLES = Pattern.compile("\\{\\{[^{}]+\\.md}}");
    private static final Pattern FIGURE = Pattern.compile("\\{\\{[^{}]+}}");
    private static final Pattern FILE = Pattern.compile("\\((performance/[^)]+)\\)");

    @Test
    void hasEverySentenceOfTheTemplate() throws IOException {
        assertThat(missing(Files.readString(TEMPLATE), Files.readString(DOCS.resolve("performance.md"))))
                .isEmpty();
    }

    @Test
    void linksToChartsAndDataThatExist() throws IOException {
        assertThat(FILE.matcher(Files.readString(TEMPLATE)).results().map(link -> link.group(1)))
                .hasSizeGreaterThan(10)
                .allMatch(file -> Files.exists(DOCS.resolve(file)));
    }

    @Test
    void noticesASentenceThatWasChangedOrMoved() {
        String template = "# Costs\n\nAn id takes {{id ns}} ns.\n{{generator.md}}\nThe end.\n";

        assertThat(missing(template, "# Costs\n\nAn id takes 31 ns.\n| a | b |\nThe end.\n"))
                .isEmpty();
        assertThat(missing(template, "# Costs\n\nAn id needs 31 ns.\n| a | b |\nThe end.\n"))
                .containsExactly("An id takes {{id ns}} ns.");
        assertThat(missing(template, "The end.\n# Costs\n\nAn id takes 31 ns.\n| a | b |\n"))
                .containsExactly("The end.");
    }

    /** The lines of a template that are not in the page, or not in their order. */
    private static List<String> missing(String template, String page) {
        List<String> lines = page.lines().toList();
        List<String> missing = new ArrayList<>();
        int next = 0;
        for (String line : template.lines().toList()) {
            if (line.isBlank() || TABLES.matcher(line).matches()) {
                continue;
            }
            Pattern wanted = withAnyFigures(line);
            int found = next;
            while (found < lines.size() && !wanted.matcher(lines.get(found)).matches()) {
                found++;
            }
            if (found == lines.size()) {
                missing.add(line);
            } else {
                next = found + 1;
            }
        }
        return missing;
    }

    private static Pattern withAnyFigures(String line) {
        return Pattern.compile(FIGURE.splitAsStream(line + "\n")
                .map(text -> Pattern.quote(text.replace("\n", "")))
                .collect(Collectors.joining(".+")));
    }
}
