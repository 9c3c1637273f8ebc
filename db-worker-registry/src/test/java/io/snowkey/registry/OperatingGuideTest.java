// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/operating.md says of the log is what the code logs. */
final class OperatingGuideTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static List<String> linesOfTheLog() throws IOException {
        String guide = Files.readString(Path.of("../docs/operating.md"));
        String section = guide.substring(guide.indexOf("## Lines of the log to look for"));
        return section.substring(0, section.indexOf("\n## "))
                .lines()
                .filter(line -> line.matches("\\| `(INFO|WARN|ERROR)` \\|.*"))
                .flatMap(line -> CODE.matcher(line.split("\\|", -1)[2]).results())
                .map(found -> found.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("linesOfTheLog")
    void isLogged(String line) throws IOException {
        assertThat(code()).contains(line);
    }

    /** The file to download is what the guide says, which a test of the rights runs. */
    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "mysql", "h2"})
    void grantsAreThoseOfTheFile(String platform) throws IOException {
        assertThat(Files.readString(Path.of("../docs/grants.sql")).replaceAll("--.*\n", ""))
                .isEqualTo(OperatingGuide.statement(platform, "GRANT") + ";\n");
    }

    /** With texts that go over several lines put together. */
    private static String code() throws IOException {
        StringBuilder code = new StringBuilder();
        for (String module : List.of("../db-worker-registry", "../spring-boot-starter")) {
            try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    code.append(Files.readString(file));
                }
            }
        }
        return code.toString().replaceAll("\"\\s*\\+ \"", "");
    }
}
