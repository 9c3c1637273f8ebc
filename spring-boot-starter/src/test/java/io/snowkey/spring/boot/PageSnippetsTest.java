// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pages show of Java is in a file that is compiled and run by tests. What they show of SQL is run by a test
 * that reads it from the page. (The pages of the small applications on other frameworks have a test of their own.)
 */
@AnyLine
class PageSnippetsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|sql)([^\n]*)\n(.*?)\n```$");

    /** A text is left as it is; a comment goes. */
    private static final Pattern COMMENT =
            Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"|//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    /** Which databases a statement is for, in the words of the tests. */
    private static final Set<String> DATABASES = Set.of("postgresql", "mariadb", "mysql", "h2");

    /** What reads the statements of a page, and runs them. */
    private static final Map<String, String> RUN_BY = Map.of(
            "docs/moving-to-snowflake-keys.md",
            "hibernate-generator/src/test/java/io/snowkey/hibernate/MovingGuideTest.java",
            "docs/operating.md",
            "db-worker-registry/src/test/java/io/snowkey/registry/OperatingContract.java",
            "docs/partitions.md",
            "db-worker-registry/src/test/java/io/snowkey/registry/PartitionsTest.java",
            "docs/reading-in-order.md",
            "db-worker-registry/src/test/java/io/snowkey/registry/ReadingInOrderTest.java",
            "docs/sql.md",
            "db-worker-registry/src/test/java/io/snowkey/registry/SqlWriterContract.java");

    private static final List<String> RUN = List.of(
            "core/src/test",
            "db-worker-registry/src/test",
            "hibernate-generator/src/test",
            "registry-tck/src/test",
            "spring-boot-starter/src/test",
            "spring-boot-starter/src/it",
            "examples");

    private static final List<String> SOURCES = new ArrayList<>();

    /** A block of a page. */
    record Snippet(String page, String language, String tags, String text) {
        @Override
        public String toString() {
            return page + ": " + text.lines().findFirst().orElse("");
        }
    }

    @BeforeAll
    static void read() throws IOException {
        for (String folder : RUN) {
            files(ROOT.resolve(folder), name -> name.endsWith(".java")).forEach(file -> SOURCES.add(bare(text(file))));
        }
    }

    static List<Snippet> java() throws IOException {
        return snippets("java");
    }

    static List<Snippet> sql() throws IOException {
        return snippets("sql");
    }

    private static List<Snippet> snippets(String language) throws IOException {
        List<Path> pages = new ArrayList<>(files(ROOT.resolve("docs"), name -> name.endsWith(".md")));
        pages.addAll(files(ROOT.resolve("examples"), name -> name.endsWith(".md")));
        pages.removeIf(page -> page.startsWith(ROOT.resolve("examples/frameworks")));
        for (String page : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md")) {
            pages.add(ROOT.resolve(page));
        }
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : pages) {
            String name = ROOT.relativize(page).toString().replace('\\', '/');
            BLOCK.matcher(text(page))
                    .results()
                    .filter(block -> block.group(1).equals(language))
                    .forEach(block -> snippets.add(
                            new Snippet(name, language, block.group(2).strip(), block.group(3))));
        }
        return snippets;
    }

    @ParameterizedTest
    @MethodSource
    void java(Snippet snippet) {
        assertThat(isRun(snippet.text()))
                .as("%s of %s is in no file that tests run", snippet.text(), snippet.page())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void sql(Snippet snippet) {
        if (snippet.tags().isEmpty()) {
            String statement = snippet.text().strip().replaceFirst(";$", "");
            assertThat(SOURCES.stream().anyMatch(source -> source.contains(bare("\"" + statement + "\""))))
                    .as("no test runs %s", statement)
                    .isTrue();
            return;
        }
        assertThat(RUN_BY).containsKey(snippet.page());
        String test = text(ROOT.resolve(RUN_BY.get(snippet.page())));
        assertThat(snippet.tags().split(" ", -1)).allSatisfy(tag -> {
            if (!DATABASES.contains(tag)) {
                assertThat(test).as("asks for statements tagged %s", tag).containsPattern("\" ?" + tag + "\"");
            }
        });
    }

    @Test
    void thereAreSomeOfBoth() throws IOException {
        assertThat(java()).hasSizeGreaterThan(8);
        assertThat(sql()).hasSizeGreaterThan(60);
    }

    /** The parts of a snippet, between empty lines, are in one file, in their order. */
    private static boolean isRun(String snippet) {
        List<String> parts = Stream.of(snippet.split("\n\\s*\n", -1))
                .map(PageSnippetsTest::bare)
                .toList();
        return SOURCES.stream().anyMatch(source -> {
            int from = 0;
            for (int i = 0; i < parts.size() && from >= 0; i++) {
                // What is shown may go on in the test: what closes it at the end is not looked for.
                String part = i == parts.size() - 1 ? parts.get(i).replaceFirst("\\}+$", "") : parts.get(i);
                int at = source.indexOf(part, from);
                from = at < 0 ? -1 : at + part.length();
            }
            return from >= 0;
        });
    }

    /** Without comments and white space. */
    private static String bare(String code) {
        return COMMENT.matcher(code)
                .replaceAll(found -> found.group().startsWith("\"") ? Matcher.quoteReplacement(found.group()) : "")
                .replaceAll("\\s+", "");
    }

    @Test
    void aChangedSnippetIsNoticed() {
        SOURCES.add(bare("class A {\n    long id; // of a row\n\n    long b() {\n        return id;\n    }\n}\n"));
        assertThat(isRun("long id;\n\nlong b() { // shown\n    return id;\n}")).isTrue();
        assertThat(isRun("long id;\n\nlong b() {\n    return ids;\n}")).isFalse();
        assertThat(isRun("long b() {\n    return id;\n}\n\nlong id;")).isFalse();
    }

    /** The files of a folder whose names are wanted, but for what builds made of them. */
    static List<Path> files(Path folder, Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> wanted.test(file.getFileName().toString()))
                    .filter(file -> !file.toString().matches(".*[/\\\\](target|node_modules)[/\\\\].*"))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
