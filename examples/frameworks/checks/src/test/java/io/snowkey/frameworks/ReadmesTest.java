// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page of each small application shows is what is built and tested beside it. */
class ReadmesTest {

    private static final Path FRAMEWORKS = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)\n```", Pattern.DOTALL);
    private static final Set<String> SHOWN = Set.of("java", "kotlin", "xml", "properties", "yaml", "sql");

    @ParameterizedTest
    @MethodSource("applications")
    void everyLineShownIsInAFileOfTheApplication(Path application) throws IOException {
        String files = plain(files(application));
        List<String> blocks = blocks(Files.readString(application.resolve("README.md")));
        assertThat(blocks).isNotEmpty().allSatisfy(block -> assertThat(files).contains(plain(block)));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void everyApplicationIsBuiltAndTested(Path application) throws IOException {
        assertThat(Files.readString(FRAMEWORKS.resolve("pom.xml")))
                .contains("<module>" + application.getFileName() + "</module>");
        try (Stream<Path> tests = Files.walk(application.resolve("src/test"))) {
            assertThat(tests).anyMatch(file -> file.getFileName().toString().matches(".+Test\\.(java|kt)"));
        }
    }

    @Test
    void aLineThatIsNotInTheFilesIsNoticed() {
        assertThat(plain("class Book {\n    @Id\n    Long id;\n}\n")).contains(plain("@Id\nLong id;"));
        assertThat(plain("class Book {\n    @Id\n    Long id;\n}\n")).doesNotContain(plain("@Id\nlong id;"));
        assertThat(plain("class Book {\n    @Id\n    Long id;\n}\n")).doesNotContain(plain("@Id\nLong id"));
    }

    static List<Path> applications() throws IOException {
        try (Stream<Path> folders = Files.list(FRAMEWORKS)) {
            return folders.filter(folder -> Files.exists(folder.resolve("README.md")))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> blocks(String page) {
        return BLOCK.matcher(page)
                .results()
                .filter(block -> SHOWN.contains(block.group(1)))
                .map(block -> block.group(2))
                .toList();
    }

    private static String files(Path application) throws IOException {
        try (Stream<Path> sources = Files.walk(application.resolve("src"))) {
            return Stream.concat(Stream.of(application.resolve("pom.xml")), sources.filter(Files::isRegularFile))
                    .map(ReadmesTest::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole lines, without how far they are set in and without empty ones. */
    private static String plain(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
