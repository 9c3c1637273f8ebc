// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes {@code performance.md} from a template. {{name}} becomes a figure of the run, {{name.md}} its tables. */
final class PerformancePage {

    private static final Path WRITTEN = BenchmarkSuite.RESULTS.resolve("performance.md");
    private static final Path COMPARED = BenchmarkSuite.RESULTS.resolve("compared.md");
    private static final Path DOCS = Path.of("docs");
    private static final Pattern PLACE = Pattern.compile("\\{\\{(.+?)}}");

    private PerformancePage() {}

    /** To the results, of a run of all parts. */
    static void write() throws IOException {
        Map<String, String> findings = PageValues.all();
        Set<String> unused = new HashSet<>(findings.keySet());
        String page = PLACE.matcher(text()).replaceAll(place -> {
            String name = place.group(1);
            unused.remove(name);
            String value = name.endsWith(".md") ? tables(name) : findings.get(name);
            if (value == null) {
                throw new IllegalStateException("performance.md speaks of '" + name + "', and nobody finds it");
            }
            return Matcher.quoteReplacement(value);
        });
        if (!unused.isEmpty()) {
            throw new IllegalStateException("performance.md does not speak of " + unused);
        }
        Files.writeString(WRITTEN, page.replaceAll("\n{3,}", "\n\n"));
    }

    private static String text() throws IOException {
        try (InputStream text = PerformancePage.class.getResourceAsStream("/performance.md")) {
            if (text == null) {
                throw new IllegalStateException("no performance.md on the class path");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** As they were printed, without their heading. */
    private static String tables(String file) {
        if (!Files.exists(BenchmarkSuite.RESULTS.resolve(file))) {
            return "*Not measured here.*"; // a comparison is asked for by itself, and a part may have failed
        }
        try {
            return Files.readString(BenchmarkSuite.RESULTS.resolve(file))
                    .replaceFirst("^## .*\n", "")
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes page, charts and raw data over into the documentation. */
    static void publish() throws IOException {
        if (!Files.exists(COMPARED)) {
            throw new IllegalStateException("no " + COMPARED + ": run benchmarks/compare first");
        }
        Path data = DOCS.resolve("performance");
        Files.createDirectories(data);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(data)) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        try (DirectoryStream<Path> results = Files.newDirectoryStream(BenchmarkSuite.RESULTS, "*.{csv,svg}")) {
            for (Path file : results) {
                Files.copy(file, data.resolve(file.getFileName()));
            }
        }
        Files.copy(WRITTEN, DOCS.resolve(WRITTEN.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
