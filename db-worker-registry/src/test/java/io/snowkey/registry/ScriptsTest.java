// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The scripts of databases that understand the same tables have the same tables, and views with the same columns. */
final class ScriptsTest {

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "hsqldb", "sqlite"})
    void haveTheTablesOfH2(String platform) throws IOException {
        assertThat(tables(platform)).isEqualTo(tables("h2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "mysql", "hsqldb", "sqlite"})
    void haveTheViewOfH2(String platform) throws IOException {
        assertThat(columnsOfTheView(platform))
                .isEqualTo(columnsOfTheView("h2"))
                .contains("AS state")
                .contains("AS reserved_until");
    }

    private static String tables(String platform) throws IOException {
        return script(platform).split("(?m)^(DO|CREATE (OR REPLACE |SQL SECURITY INVOKER )*VIEW)", 2)[0];
    }

    private static String columnsOfTheView(String platform) throws IOException {
        String view = script(platform).split("VIEW", 2)[1];
        return String.join(
                "\n",
                view.lines()
                        .filter(line -> line.contains(" AS "))
                        .map(line -> line.replaceFirst(".* (AS \\w+,?)$", "$1").strip())
                        .filter(line -> line.startsWith("AS "))
                        .toList());
    }

    private static String script(String platform) throws IOException {
        try (InputStream in = ScriptsTest.class.getResourceAsStream("schema-" + platform + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*\n", "");
        }
    }
}
