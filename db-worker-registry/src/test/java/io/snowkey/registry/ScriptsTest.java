// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scripts are made of the one for H2. After a change to that one, or to {@link SchemaScript}, they are written again
 * by {@code ./mvnw test -pl db-worker-registry -am -Dtest=ScriptsTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dsnowkey.scripts.write}.
 */
final class ScriptsTest {

    private static final Path SCRIPTS = Path.of("src/main/resources/io/snowkey/registry");

    @ParameterizedTest
    @EnumSource
    void areMadeOfTheOneOfH2(SchemaScript script) throws IOException {
        SchemaText h2 = new SchemaText(Files.readString(SCRIPTS.resolve("schema-h2.sql")));
        require(
                SCRIPTS.resolve("schema-" + script.name().toLowerCase(Locale.ROOT) + ".sql"),
                script.of(h2).sql());
    }

    private static void require(Path file, String made) throws IOException {
        if (System.getProperty("snowkey.scripts.write") != null) {
            Files.writeString(file, made);
        }
        assertThat(Files.readString(file)).isEqualTo(made);
    }
}
