// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a native image keeps for the registry: the names have to be those of the driver and of our own files. */
final class NativeImageTest {

    private static final Pattern METHOD =
            Pattern.compile("\"type\": \"([^\"]+)\",\\s*\"methods\": \\[\\{ \"name\": \"([^\"]+)\"");

    private static String metadata() throws IOException {
        try (InputStream in = Acknowledgement.class.getResourceAsStream(
                "/META-INF/native-image/io.snowkey/snowkey-db-worker-registry/reachability-metadata.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theMethodsThatAreLookedUpByNameExist() throws IOException, ReflectiveOperationException {
        Map<String, String> methods = new TreeMap<>();
        METHOD.matcher(metadata()).results().forEach((MatchResult hit) -> methods.put(hit.group(1), hit.group(2)));
        assertThat(methods)
                .containsOnlyKeys("org.postgresql.util.PSQLWarning", "org.postgresql.util.ServerErrorMessage");
        for (Map.Entry<String, String> method : methods.entrySet()) {
            assertThat(Class.forName(method.getKey()).getMethod(method.getValue()))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/snowkey/registry/schema-postgresql.sql",
                "io/snowkey/registry/upgrade-2-mariadb.sql",
                "io/snowkey/registry/flyway/h2/V2__snowkey_heartbeat_token.sql",
                "io/snowkey/registry/functions/mariadb/R__snowkey_functions.sql",
                "io/snowkey/registry/liquibase/changelog.xml"
            })
    void ourScriptsAreKept(String resource) throws IOException {
        assertThat(Acknowledgement.class.getResource("/" + resource)).isNotNull();
        assertThat(Pattern.compile("\"glob\": \"([^\"]+)\"")
                        .matcher(metadata())
                        .results()
                        .map(hit -> hit.group(1)
                                .replace(".", "\\.")
                                .replace("**", ".+")
                                .replace("/*", "/[^/]*")))
                .anyMatch(resource::matches);
    }
}
