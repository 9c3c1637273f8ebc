// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The specification follows what the protocol allows, and nothing else. The recordings are in the folder {@code behaviours}. */
final class RecordingsTest {

    private static final Path FOLDER = Tlc.SPECIFICATION.resolve("behaviours");

    @Test
    void whatTheProtocolAllowsIsFollowed() {
        assertThat(recordings()).hasSizeGreaterThan(2);
        assertThat(Recordings.refused("recordings", recordings())).isEmpty();
    }

    /** {@code -Dsnowkey.protocol.recordings=<folder>}: what other tests have written there. */
    @Test
    @EnabledIfSystemProperty(named = "snowkey.protocol.recordings", matches = ".+")
    void whatTheCodeDidIsFollowed() {
        List<Recording> recordings = recordings(Path.of(System.getProperty("snowkey.protocol.recordings")));
        assertThat(recordings).isNotEmpty();
        assertThat(Recordings.refused("code", recordings)).isEmpty();
        System.out.println("Recordings followed to their end: " + recordings.size());
    }

    /** Changes one word of a recording that is followed, into what code without one of the rules would do. */
    private record Change(String name, int line, String word, String instead) {

        Recording recording() {
            Recording sound = RecordingsTest.recording(name);
            List<String> lines = new ArrayList<>(sound.lines());
            String changed = lines.get(line - 1);
            assertThat(changed).contains(word);
            lines.set(line - 1, changed.replace(word, instead));
            if (changed.startsWith("ask")) { // what is executed is what was asked
                lines.set(line, lines.get(line).replace(word, instead));
            }
            return new Recording(name + " with " + instead, lines);
        }
    }

    @Test
    void whatItDoesNotAllowIsRefused() {
        List<Recording> changed = Stream.of(
                        new Change("a-lost-answer", 11, "token=t1", "token=t9"),
                        new Change("a-lost-answer", 11, "until=6200", "until=6300"),
                        new Change("a-lost-answer", 10, "end=6000", "end=6200"),
                        new Change("a-lost-answer", 8, "rows=1 row=1/h1/6200", "rows=1 row=1/h1/6000"),
                        new Change("a-lost-answer", 15, "next=6150", "next=6250"),
                        new Change("a-lost-answer", 21, "sealed=true", "sealed=false"),
                        new Change(
                                "a-lost-answer", 22, "mark=6150 rows=1 row=1/-/6150", "mark=6149 rows=1 row=1/-/6149"),
                        new Change("a-lost-answer", 22, "rows=1 row=1/-/6150", "rows=0 row=1/h1/6200"),
                        new Change("a-lost-answer", 24, "rows=0 row=1/-/6150", "rows=1 row=1/h1/6400"),
                        new Change("a-lost-answer", 27, "now=6150 from=6150", "now=6149 from=6149"),
                        new Change("a-lost-answer", 27, "holder=h2", "holder=h1"),
                        new Change("clones", 18, "token=t2", "token=t1"),
                        new Change("clones", 22, "rows=0 row=1/h1/6400", "rows=1 row=1/h1/6500"),
                        new Change("clones", 28, "sealed=true", "sealed=false"),
                        new Change("gone-back", 19, "rows=1 row=1/h1/6000", "rows=0 row=0/-/0"),
                        new Change("gone-back", 38, "rows=1 row=2/-/6400", "rows=0 row=1/h3/6400"),
                        new Change("gone-back", 38, "row=2/-/6400", "row=1/h3/6400"))
                .map(Change::recording)
                .toList();

        Map<Recording, String> refused = Recordings.refused("changed", changed);

        refused.values().forEach(each -> System.out.println("Refused: " + each));
        assertThat(refused.keySet()).containsExactlyInAnyOrderElementsOf(changed);
    }

    @Test
    void aLineThatSaysTooLittleIsNotFollowed() {
        assertThatThrownBy(() -> new Recording("short", List.of("# nothing", "askRenew p=a until=7")).behaviours())
                .hasMessage("Line 2: askRenew has to say [p, token, until], and says [p, until]");
        assertThatThrownBy(() -> new Recording("unknown", List.of("renews p=a")).behaviours())
                .hasMessageStartingWith("Line 1: there is no step 'renews', but [askInstall, ");
    }

    private static List<Recording> recordings() {
        return recordings(FOLDER);
    }

    private static List<Recording> recordings(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(RecordingsTest::recording)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recording recording(String name) {
        return recording(FOLDER.resolve(name + ".txt"));
    }

    private static Recording recording(Path file) {
        try {
            return new Recording(file.getFileName().toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
