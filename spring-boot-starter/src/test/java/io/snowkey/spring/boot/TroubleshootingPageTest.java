// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/troubleshooting.md has every message, word for word, and no other. */
class TroubleshootingPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern MESSAGE = Pattern.compile("(?m)^- `(.+)`$");

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/troubleshooting.md"));
    }

    private static List<String> messages() throws IOException {
        return MESSAGE.matcher(page())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static Set<String> parts() throws IOException {
        Set<String> parts = new TreeSet<>();
        messages().forEach(message -> parts.addAll(Messages.parts(message)));
        return parts;
    }

    @Test
    void hasEveryMessage() throws IOException {
        Set<String> missing = new TreeSet<>(Messages.ofTheSources(ROOT).needed());
        missing.removeAll(parts());
        assertThat(missing)
                .as("texts of messages that docs/troubleshooting.md does not have")
                .isEmpty();
    }

    @Test
    void hasNoOther() throws IOException {
        Set<String> others = parts();
        others.removeAll(Messages.ofTheSources(ROOT).known());
        assertThat(others).as("texts that no source has, or not any more").isEmpty();
    }

    @Test
    void saysEachOnce() throws IOException {
        assertThat(messages()).doesNotHaveDuplicates().hasSizeGreaterThan(200);
    }

    @Test
    void saysUnderEachHeadingWhatToDo() throws IOException {
        List<String> sections = List.of(page().split("(?m)^###? ", -1));
        assertThat(sections.subList(1, sections.size())).allSatisfy(section -> {
            String said = MESSAGE.matcher(section.replaceFirst(".*\n", "")).replaceAll("");
            assertThat(said.isBlank() && section.contains("\n- `"))
                    .as("only messages in: %s", section)
                    .isFalse();
        });
    }

    /** How texts are found, on a source that has all kinds. */
    @Test
    void textsAreWhatStandsBetweenValues() {
        Messages messages = new Messages(new HashSet<>(), new HashSet<>());
        messages.addJava(
                """
                class A { // "one of a comment, which nobody meets"
                    static final String SQL = "SELECT one FROM a_table";
                    void a(long b) {
                        log.info("Nothing to look for in {}: this is all", b);
                        log.warn("The worker {} " + "has lost its file", b);
                        throw new IllegalStateException("b " + b + ": must be 0 to " + 9
                                + ". \\"Choose\\" another one yourself, '" + b
                                + "', and so on.");
                    }
                }
                """);
        assertThat(messages.needed())
                .containsExactlyInAnyOrder("has lost its file", "must be 0 to", "Choose\" another one yourself");
        assertThat(messages.known()).contains("The worker", "and so on", "b", "Nothing to look for in");

        messages.addSql(
                "RAISE EXCEPTION ''No worker id from % to % is free'' USING HINT = ''Look at the view''; x = ''y'';");
        assertThat(messages.needed()).contains("No worker id from", "Look at the view");
    }
}
