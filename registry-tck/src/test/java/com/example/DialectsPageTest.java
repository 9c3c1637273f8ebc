// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.snowkey.registry.RegistryStatement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The code of docs/dialects.md is the one that is tested here. */
class DialectsPageTest {

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/dialects.md"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AcmeDialect", "AcmeRegistryTest"})
    void showsTheClassesToTheLetter(String name) throws IOException {
        String source = Files.readString(Path.of("src/test/java/com/example/" + name + ".java"))
                .replaceFirst("(?s).*?(?=package )", "");
        assertThat(page()).contains("```java\n" + source + "```");
    }

    @Test
    void namesTheFileThatTheyAreFoundBy() throws IOException {
        Matcher line = Pattern.compile("`(com\\.example\\.\\w+)` in `([^`]+)`").matcher(page());
        assertThat(line.find()).isTrue();
        assertThat(Files.readString(Path.of("src/test/resources/" + line.group(2))))
                .isEqualTo(line.group(1) + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatEachStatementPromises(RegistryStatement statement) throws IOException {
        assertThat(page()).contains("| `" + statement + "` |");
    }
}
