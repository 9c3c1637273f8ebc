// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import io.snowkey.TextForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FormTextTest {

    private static final long ID = 175928847299117063L;

    @ParameterizedTest
    @EnumSource
    void readsWhatItWritesAndDecimalDigitsBesides(TextForm form) {
        FormText text = new FormText(form);
        for (long id : new long[] {0, 9, 9_999_999_999L, ID, Long.MAX_VALUE}) {
            assertThat(text.read(text.write(id))).isEqualTo(id);
            assertThat(text.read(Long.toString(id))).isEqualTo(id);
            assertThat(text.read(TextForm.DECIMAL.format(id))).isEqualTo(id);
        }
    }

    @Test
    void writesDecimalDigitsWithoutLeadingZeros() {
        assertThat(new FormText(TextForm.DECIMAL).write(ID)).isEqualTo("175928847299117063");
        assertThat(new FormText(TextForm.BASE32).write(ID)).isEqualTo("04W86BB0G4007");
    }

    /** Otherwise one id in a few million, whose text happens to have no letters, would be read as another one. */
    @Test
    void readsItsOwnFormAlsoWhereThatLooksDecimal() {
        String digitsOnly = "1234567890123";
        long id = TextForm.BASE32.parse(digitsOnly);
        assertThat(new FormText(TextForm.BASE32).write(id)).isEqualTo(digitsOnly);
        assertThat(new FormText(TextForm.BASE32).read(digitsOnly)).isEqualTo(id);
        assertThat(new FormText(TextForm.DECIMAL).read(digitsOnly)).isEqualTo(1234567890123L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 7",
                "-7",
                "+7",
                "7.0",
                "1e3",
                "0x1F",
                "U-boat",
                "9223372036854775808",
                "00000000000000000001",
                "04w86bb0g4007",
                "\u0661\u0662\u0663" // digits, but not these
            })
    void refusesWhatIsNoIdAndShowsIt(String text) {
        for (TextForm form : TextForm.values()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FormText(form).read(text))
                    .withMessageContaining("\"" + text + "\"");
        }
    }

    @Test
    void refusesToWriteWhatIsNoId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FormText(TextForm.DECIMAL).write(-1))
                .withMessage("id -1: must be 0 or more");
    }
}
