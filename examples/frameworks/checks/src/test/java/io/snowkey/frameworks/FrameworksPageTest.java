// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages about frameworks name all that there is, and only what there is. */
class FrameworksPageTest {

    private static final Path FRAMEWORKS = Path.of("..");
    private static final Path DOCS = Path.of("../../../docs");
    private static final Path TABLE = DOCS.resolve("frameworks.md");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern VERSION = Pattern.compile("<([\\w.-]+\\.version)>([^<$]+)</");

    @ParameterizedTest
    @MethodSource("pages")
    void whatAPageLinksToExists(Path page) throws IOException {
        List<String> links =
                found(LINK, Files.readString(page)).map(hit -> hit.group(1)).toList();
        assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(
                        page.resolveSibling(link).normalize())
                .exists());
    }

    @Test
    void everyApplicationIsInTheTable() throws IOException {
        String table = Files.readString(TABLE);
        assertThat(ReadmesTest.applications()).hasSizeGreaterThan(5).allSatisfy(application -> assertThat(table)
                .contains("(../examples/frameworks/" + application.getFileName() + "/README.md)"));
    }

    @Test
    void everyRowIsLinkedToWhatShowsIt() throws IOException {
        List<String> rows = Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| |") && !line.startsWith("| ---"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(10).allSatisfy(row -> assertThat(row)
                .containsPattern("\\]\\(|\\| not run \\|"));
    }

    /** What several POMs name, they name alike: a property that has another value elsewhere is forgotten there. */
    @ParameterizedTest
    @MethodSource("io.snowkey.frameworks.ReadmesTest#applications")
    void versionsAreThoseOfTheWholeBuild(Path application) throws IOException {
        String ours = Files.readString(Path.of("../../../pom.xml"));
        String table = Files.readString(TABLE);
        found(VERSION, Files.readString(application.resolve("pom.xml"))).forEach((MatchResult version) -> {
            String name = version.group(1);
            found(Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<"), ours)
                    .forEach(known -> assertThat(version.group(2)).as(name).isEqualTo(known.group(1)));
            if (List.of("jooq.version", "mybatis.version", "eclipselink.version", "quarkus.version")
                    .contains(name)) {
                assertThat(table).as(name).contains(version.group(2));
            }
        });
    }

    @Test
    void theApplicationsWithAParentNameItsVersionInTheTable() throws IOException {
        String table = Files.readString(TABLE);
        for (String application : List.of("kotlin", "micronaut")) {
            String pom = Files.readString(FRAMEWORKS.resolve(application).resolve("pom.xml"));
            String version = found(Pattern.compile("(?s)<parent>.*?<version>([^<]+)<"), pom)
                    .findFirst()
                    .orElseThrow()
                    .group(1);
            assertThat(table).contains(version);
        }
    }

    static List<Path> pages() throws IOException {
        return Stream.concat(
                        Stream.of(TABLE, DOCS.resolve("kubernetes.md")),
                        ReadmesTest.applications().stream().map(application -> application.resolve("README.md")))
                .toList();
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
