// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class MessageTextTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.006S, 6 ms",
        "PT0.0005S, 0.5 ms",
        "PT0.000000001S, 0.000001 ms",
        "PT1S, 1 s",
        "PT14.81S, 14.81 s",
        "PT1M, 1 min",
        "PT1M0.001S, 1 min 0.001 s",
        "PT3H20M, 3 h 20 min",
        "P2DT3H, 2 d 3 h",
        "P800000D, '800,000 d'",
        "PT-0.001S, -1 ms",
        "PT-8759H, -364 d 23 h"
    })
    void writesDurationsAsPeopleDo(Duration duration, String words) {
        assertThat(MessageText.of(duration)).isEqualTo(words);
    }

    @Test
    void quotesShortTextAsItIs() {
        assertThat(MessageText.quoted("Straße 7")).isEqualTo("\"Straße 7\"");
        assertThat(MessageText.quoted("")).isEqualTo("\"\"");
    }

    @Test
    void escapesWhatWouldBreakOrTurnALine() {
        assertThat(MessageText.quoted("a\r\n\"b\\\u001B\u202E\u2028"))
                .isEqualTo("\"a\\u000D\\u000A\\\"b\\\\\\u001B\\u202E\\u2028\"");
        assertThat(MessageText.quoted('\n')).isEqualTo("'\\u000A'");
    }

    @Test
    void quotesTheBeginningOfLongText() {
        assertThat(MessageText.quoted("x\n".repeat(25_000_000)))
                .hasSizeLessThan(400)
                .startsWith("\"x\\u000Ax")
                .endsWith("... (50,000,000 characters)");
    }

    @Test
    void noMessageQuotesMoreThanTheBeginning() {
        String hostile = "7\n".repeat(1_000_000);

        assertThat(catchThrowable(() -> TextForm.BASE32.parse(hostile)))
                .hasMessageContaining("has 2000000 characters; it must have 13")
                .message()
                .hasSizeLessThan(600)
                .doesNotContain("\n");
        assertThat(catchThrowable(() -> Flake.parse(hostile)))
                .message()
                .hasSizeLessThan(600)
                .doesNotContain("\n");
    }
}
