// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class QuickstartTest {

    @Test
    void storesTwoBooksUnderKeysOfTheWorkerThatItLeased(CapturedOutput output) {
        QuickstartApplication.main(new String[0]);

        List<MatchResult> acquired = find("Acquired worker (\\d+) of the namespace 'default'", output);
        assertThat(acquired).hasSize(1);
        String worker = acquired.get(0).group(1);
        List<MatchResult> books = find("(\\w+): (\\d+) \\[\\S+Z, worker " + worker + ", sequence \\d+]", output);
        assertThat(books).extracting(book -> book.group(1)).containsExactly("Momo", "Middlemarch");
        assertThat(Long.parseLong(books.get(1).group(2)))
                .isGreaterThan(Long.parseLong(books.get(0).group(2)));
    }

    @Test
    void fitsOnAPage() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<String> lines = files.filter(Files::isRegularFile)
                    .flatMap(QuickstartTest::lines)
                    .toList();
            assertThat(lines).hasSizeBetween(40, 79);
        }
    }

    private static List<MatchResult> find(String pattern, CapturedOutput output) {
        return Pattern.compile(pattern).matcher(output).results().toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
