// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The comments of these modules can be read at the first reading, as far as a machine can tell. */
class PlainWordsTest {

    private static final int LONGEST_LINE = 120;
    private static final int LONGEST_FIRST_SENTENCE = 19;

    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern COMMENT_LINE = Pattern.compile("\\s*(/?\\*|//).*|.*\\s// .*");
    private static final Pattern HARD =
            Pattern.compile("\\bwhoever\\b|, for (it|there|that|an?) ", Pattern.CASE_INSENSITIVE);
    /** Where the first paragraph ends: at a blank line, at a block of HTML, or at a tag. */
    private static final Pattern AFTER_THE_FIRST_PARAGRAPH =
            Pattern.compile("\\n[ *]*\\n|<(p|pre|table|ol|ul)>|(^|\\s)@[a-z].*", Pattern.DOTALL);

    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+ ([^}]*)}");

    @ParameterizedTest
    @MethodSource("sources")
    void readsAtTheFirstReading(Path source) throws IOException {
        assertThat(faults(Files.readString(source))).isEmpty();
    }

    @Test
    void noticesALongSentenceALongLineAndAHardWord() {
        String twenty = "one ".repeat(20).strip();
        assertThat(faults("/** " + twenty + ". More. */\nint a;")).containsExactly("20 words: " + twenty + ".");
        assertThat(faults("/**\n * " + twenty.substring(4) + ".\n * " + twenty + ".\n *\n * @return x\n */\nint a;"))
                .isEmpty();
        assertThat(faults("    // " + "x".repeat(114))).hasSize(1);
        assertThat(faults("int a; // whoever waits")).containsExactly("hard to read: int a; // whoever waits");
        assertThat(faults(" * It is so, for it has to be.")).hasSize(1);
    }

    static Stream<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of(
                "core",
                "db-worker-registry",
                "hibernate-generator",
                "registry-tck",
                "spring-boot-starter",
                "examples/id-client",
                "examples/id-service",
                "examples/orders",
                "examples/torture")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
            }
        }
        return found.stream().sorted();
    }

    private static List<String> faults(String source) {
        List<String> faults = new ArrayList<>();
        source.lines().filter(line -> COMMENT_LINE.matcher(line).matches()).forEach(line -> {
            if (line.length() > LONGEST_LINE) {
                faults.add(line.length() + " characters: " + line);
            }
            if (HARD.matcher(line).find()) {
                faults.add("hard to read: " + line);
            }
        });
        JAVADOC.matcher(source).results().map(PlainWordsTest::firstSentence).forEach(sentence -> {
            int words = sentence.split(" ").length;
            if (words > LONGEST_FIRST_SENTENCE) {
                faults.add(words + " words: " + sentence);
            }
        });
        return faults;
    }

    private static String firstSentence(MatchResult javadoc) {
        String paragraph =
                AFTER_THE_FIRST_PARAGRAPH.split(javadoc.group(1).strip().replaceFirst("^\\* ", ""), 2)[0];
        String text = INLINE_TAG
                .matcher(paragraph.replaceAll("\\s*\\n\\s*\\* ?", " ").strip())
                .replaceAll(tag -> tag.group(1).replaceFirst(".* ", "").replace("$", "\\$"));
        return text.split("(?<=[.!?]) ", 2)[0];
    }
}
