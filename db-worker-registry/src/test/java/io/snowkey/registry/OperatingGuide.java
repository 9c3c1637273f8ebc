// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The statements of docs/operating.md. */
final class OperatingGuide {

    private static final Pattern BLOCK = Pattern.compile("```sql ([a-z0-9 ]+)\n(.*?)\n```", Pattern.DOTALL);

    /** What a block has beside its databases if it needs the functions of docs/sql.md. */
    private static final String FUNCTIONS = "functions";

    private OperatingGuide() {}

    /** Those for a database, in their order. */
    static List<String> statements(String platform) {
        return statements("operating.md", platform);
    }

    /** Those of another page of docs. */
    static List<String> statements(String page, String platform) {
        return BLOCK.matcher(text(page))
                .results()
                .filter(block -> List.of(block.group(1).split(" ", -1)).contains(platform))
                .filter(block -> !List.of(block.group(1).split(" ", -1)).contains(FUNCTIONS))
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    /** Those for a database that have this word, too. */
    static List<String> statementsTagged(String platform, String tag) {
        return BLOCK.matcher(text("operating.md"))
                .results()
                .filter(block -> List.of(block.group(1).split(" ", -1)).containsAll(List.of(platform, tag)))
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    /** The one that contains all of these. */
    static String statement(String platform, String... parts) {
        return statements(platform).stream()
                .filter(statement -> List.of(parts).stream().allMatch(statement::contains))
                .findFirst()
                .orElseThrow();
    }

    /** The properties that it gives as an example, all of one block. */
    static Properties properties() {
        MatchResult block = Pattern.compile("```properties\n(.*?)\n```", Pattern.DOTALL)
                .matcher(text("operating.md"))
                .results()
                .findFirst()
                .orElseThrow();
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(block.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static String text(String page) {
        try {
            return Files.readString(Path.of("../docs", page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
