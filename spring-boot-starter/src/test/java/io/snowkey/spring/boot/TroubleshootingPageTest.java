// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.snowkey.hibernate.SnowkeySettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/troubleshooting.md has every message, word for word, and no other. */
@AnyLine
class TroubleshootingPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern MESSAGE = Pattern.compile("(?m)^- `(.+)`$");

    private static final Pattern SETTING = Pattern.compile("\\bsnowkey(?:\\.[a-z][a-z-]*)+\\b(?!\\.sql)");

    private static final Pattern ASSIGNED = Pattern.compile("\\b(snowkey\\.[a-z.-]+)=");
    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");

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

    /** A message that names a setting which is not there sends its reader astray. */
    @Test
    void namesSettingsThatThereAre() throws Exception {
        Set<String> settings = settings();
        Set<String> unknown = new TreeSet<>();
        for (String message : messages()) {
            SETTING.matcher(message)
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> settings.stream().noneMatch(it -> it.equals(name) || it.startsWith(name + ".")))
                    .forEach(unknown::add);
        }
        assertThat(unknown).isEmpty();
    }

    /** A message gives no value to a setting whose values only its reader knows, such as the name of a schema. */
    @Test
    void givesNoValueToASettingThatIsAnyText() throws Exception {
        String metadata = Files.readString(METADATA);
        for (String message : messages()) {
            assertThat(ASSIGNED.matcher(message).results().map(given -> given.group(1)))
                    .as(message)
                    .noneMatch(name -> Pattern.compile(
                                    "\"name\": \"" + Pattern.quote(name) + "\",\\s+\"type\": \"java.lang.String\"")
                            .matcher(metadata)
                            .find());
        }
    }

    private static Set<String> settings() throws Exception {
        Set<String> settings = new TreeSet<>();
        Pattern.compile("\"name\": \"(snowkey\\.[^\"]+)\"")
                .matcher(Files.readString(METADATA))
                .results()
                .forEach(name -> settings.add(name.group(1)));
        for (Field setting : SnowkeySettings.class.getFields()) {
            settings.add((String) setting.get(null));
        }
        return settings;
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
