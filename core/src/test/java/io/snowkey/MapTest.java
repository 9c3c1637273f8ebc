// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages that lead a reader through the code name files and methods that are there. */
class MapTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\(([^)]+)\\)");
    private static final Pattern TYPE_OR_METHOD = Pattern.compile("`@?(\\w+)(?:\\.(\\w+))?`");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core/README.md",
                "db-worker-registry/README.md",
                "registry-tck/README.md",
                "hibernate-generator/README.md",
                "spring-boot-starter/README.md",
                "docs/architecture.md",
                "docs/glossary.md",
                "CONTRIBUTING.md",
            })
    void namesWhatIsThere(String page) throws IOException {
        assertThat(faults(ROOT.resolve(page))).isEmpty();
    }

    @Test
    void theMapNamesTenFilesToReadFirst() throws IOException {
        String section = Files.readString(ROOT.resolve("docs/architecture.md"))
                .replaceFirst("(?s).*## The ten files to read first", "")
                .replaceFirst("(?s)\n## .*", "");

        assertThat(section.lines().filter(line -> line.matches("\\d+\\. \\[`\\w+`].*")))
                .hasSize(10);
    }

    @Test
    void noticesAFileAnotherNameAndAMethodThatAreNotThere(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("Claim.java"), "class Claim {\n    long take(Run run) {\n");
        Path page = directory.resolve("page.md");
        Files.writeString(
                page,
                """
                [`Claim`](Claim.java), [`Claim.take`](Claim.java), [the JDK](https://openjdk.org), [below](#below)
                [`Grant`](Grant.java) [`Ticks`](Claim.java) [`Claim.give`](Claim.java) [`Claim.Run`](Claim.java#L1)
                """);

        assertThat(faults(page))
                .containsExactly(
                        "Grant.java is not there",
                        "Claim.java is not the file of Ticks",
                        "Claim.java has no give",
                        "Claim.java has no Run");
    }

    private static List<String> faults(Path page) throws IOException {
        List<String> faults = new ArrayList<>();
        List<MatchResult> links = LINK.matcher(Files.readString(page)).results().toList();
        assertThat(links).as("links of " + page).isNotEmpty();
        for (MatchResult link : links) {
            String address = link.group(2).replaceFirst("#.*", "");
            if (address.isEmpty() || address.matches("[a-z]+:.*")) {
                continue;
            }
            Path file = page.resolveSibling(address);
            if (!Files.exists(file)) {
                faults.add(address + " is not there");
            } else if (address.endsWith(".java")) {
                faults.addAll(faults(link.group(1), file, address));
            }
        }
        return faults;
    }

    /** What a link says that its file does not have: another type, or a method. */
    private static List<String> faults(String text, Path file, String address) throws IOException {
        return TYPE_OR_METHOD
                .matcher(text)
                .results()
                .flatMap(name -> fault(name, file, address).stream())
                .toList();
    }

    private static List<String> fault(MatchResult name, Path file, String address) {
        if (!file.endsWith(name.group(1) + ".java")) {
            return List.of(address + " is not the file of " + name.group(1));
        }
        boolean found = name.group(2) == null || isDeclared(name.group(2), file);
        return found ? List.of() : List.of(address + " has no " + name.group(2));
    }

    /** As the code is formatted here: a method of a type stands four spaces from the left, a call further in. */
    private static boolean isDeclared(String method, Path file) {
        try {
            return Files.readString(file).lines().anyMatch(line -> line.matches(" {4}\\w.* " + method + "\\(.*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
