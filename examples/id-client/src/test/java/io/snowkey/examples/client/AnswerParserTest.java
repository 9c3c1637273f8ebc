// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnswerParserTest {

    private static final String WHOLE = "249827281857540096\n249827281857540097\n249827281857540098\n";

    @Test
    void isAsManyIdsAsWereAskedForOneALine() throws RequestFailedException {
        assertThat(AnswerParser.ids(bytes(WHOLE), 3))
                .containsExactly(249827281857540096L, 249827281857540097L, 249827281857540098L);
        assertThat(AnswerParser.ids(bytes("0\n9223372036854775807\n"), 2)).containsExactly(0, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "1\n2\n",
                "1\n2\n3",
                "1\n2\n3\n4\n",
                "1\n2\n3\n\n",
                "1\n2\n3\n ",
                "1\r\n2\r\n3\r\n",
                "1\n\n3\n",
                "1\n2\n 3\n",
                "1\n2\n3 \n",
                "1\n2\n+3\n",
                "1\n2\n-3\n",
                "1\n2\n03\n",
                "1\n2\n3.0\n",
                "1\n2\n3e1\n",
                "1\n2\n0x3\n",
                "1\n2\n\u0663\n",
                "1\n2\n9223372036854775808\n",
                "1\n2\n9999999999999999999\n",
                "1\n2\n18446744073709551617\n",
                "1\n2\n10000000000000000000000\n",
                "\uFEFF1\n2\n3\n",
                "1\n2\n3\n\0",
                "1,2,3",
                "[\"1\",\"2\",\"3\"]",
                "<html>502 Bad Gateway</html>"
            })
    void isRefusedWithItsTextWhenItIsAnythingElse(String text) {
        assertThatThrownBy(() -> AnswerParser.ids(bytes(text), 3))
                .isInstanceOf(RequestFailedException.class)
                .hasMessageMatching("(?s)line [1-4] of the answer .*")
                .hasMessageContaining(AnswerParser.shown(bytes(text)));
    }

    @Test
    void isRefusedWhereverItIsCut() {
        for (int length = 0; length < WHOLE.length(); length++) {
            String cut = WHOLE.substring(0, length);
            assertThatThrownBy(() -> AnswerParser.ids(bytes(cut), 3)).isInstanceOf(RequestFailedException.class);
        }
    }

    /** Why each line must end: a reader that only counts lines takes the beginning of an id for an id. */
    @Test
    void wouldGiveIdsThatNobodyIssuedIfTheLastLineNeedNotEnd() {
        List<Long> accepted = new ArrayList<>();
        for (int length = 0; length < WHOLE.length(); length++) {
            List<String> lines = WHOLE.substring(0, length).lines().toList();
            if (lines.size() == 3) {
                accepted.add(Long.valueOf(lines.get(2)));
            }
        }
        assertThat(accepted).contains(2L, 2498272818L, 24982728185754009L);
    }

    @Test
    void isShownOnOneLineAndNotWithoutEnd() {
        assertThat(AnswerParser.shown(bytes("a\nb\rc\u0007"))).isEqualTo("\"a\\nb\\rc\uFFFD\", 6 bytes");
        byte[] much = new byte[1_000_000];
        Arrays.fill(much, (byte) 'x');
        assertThat(AnswerParser.shown(much)).hasSizeLessThan(350).endsWith("…\", 1000000 bytes");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
