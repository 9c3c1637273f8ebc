// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a native image keeps for the generator: the fields that are looked up by their names, all of them and no others. */
class NativeImageTest {

    private static final Pattern TYPE = Pattern.compile("\"type\": \"([^\"]+)\", \"fields\": \\[(.*?)]");
    private static final Pattern FIELD = Pattern.compile("\"name\": \"([^\"]+)\"");
    private static final Pattern LOOKED_UP = Pattern.compile("findVarHandle\\((\\w+)\\.class, \"(\\w+)\"");

    @Test
    void theFieldsThatAreLookedUpByNameAreKept() throws IOException {
        List<String> lookedUp = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                LOOKED_UP
                        .matcher(Files.readString(source))
                        .results()
                        .map((MatchResult hit) -> hit.group(1) + "." + hit.group(2))
                        .forEach(lookedUp::add);
            }
        }
        assertThat(kept().stream().map(field -> field.replaceAll(".*[.$](\\w+\\.\\w+)", "$1")))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(lookedUp);
    }

    @Test
    void theFieldsThatAreKeptExist() throws IOException, ReflectiveOperationException {
        for (String field : kept()) {
            int dot = field.lastIndexOf('.');
            assertThat(Class.forName(field.substring(0, dot)).getDeclaredField(field.substring(dot + 1)))
                    .isNotNull();
        }
    }

    private static List<String> kept() throws IOException {
        try (InputStream in = SnowflakeGenerator.class.getResourceAsStream(
                "/META-INF/native-image/io.snowkey/snowkey-core/reachability-metadata.json")) {
            return TYPE.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .flatMap((MatchResult type) -> FIELD.matcher(type.group(2))
                            .results()
                            .map((MatchResult field) -> type.group(1) + "." + field.group(1)))
                    .toList();
        }
    }
}
