// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TextFormTest {

    @ParameterizedTest
    @CsvSource({
        "0, DECIMAL, 0000000000000000000",
        "0, BASE32, 0000000000000",
        "0, BASE62, 00000000000",
        "175928847299117063, DECIMAL, 0175928847299117063",
        "175928847299117063, BASE32, 04W86BB0G4007",
        "175928847299117063, BASE62, 0Czks0tP37X",
        "9223372036854775807, DECIMAL, 9223372036854775807",
        "9223372036854775807, BASE32, 7ZZZZZZZZZZZZ",
        "9223372036854775807, BASE62, AzL8n0Y58m7"
    })
    void writesAndReads(long id, TextForm form, String text) {
        assertThat(form.format(id)).isEqualTo(text);
        assertThat(form.parse(text)).isEqualTo(id);
        assertThat(text).hasSize(form.width());
        assertThat(new DecodedId(id, SnowflakeLayout.TWITTER).text(form)).isEqualTo(text);
    }

    @Property
    void theOrderOfTextsIsTheOrderOfIds(
            @ForAll TextForm form, @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
        assertThat(Integer.signum(form.format(one).compareTo(form.format(other))))
                .isEqualTo(Long.compare(one, other));
        assertThat(form.parse(form.format(one))).isEqualTo(one);
    }

    @Property
    void readsNothingThatItWouldNotWrite(
            @ForAll TextForm form,
            @ForAll @StringLength(min = 9, max = 20) @CharRange(from = '*', to = '~') String text) {
        try {
            assertThat(form.format(form.parse(text))).isEqualTo(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("id \"" + text.replace("\\", "\\\\") + "\" in the form " + form);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DECIMAL, '', has 0 characters; it must have 19",
        "DECIMAL, 175928847299117063, has 18 characters; it must have 19",
        "DECIMAL, -175928847299117063, has '-' at position 0; it must have one of 0123456789",
        "DECIMAL, 01759288472991170x3, has 'x' at position 17",
        "DECIMAL, 9223372036854775808, 'is more than 9223372036854775807, the largest id, from position 18 on'",
        "DECIMAL, 9999999999999999999, from position 1 on",
        "BASE32, 04w86BB0G4007, has 'w' at position 2",
        "BASE32, 04W86BB0G400O, has 'O' at position 12",
        "BASE32, 04W86BB0G400\u0661, at position 12",
        "BASE32, 8000000000000, 'is more than 7ZZZZZZZZZZZZ, the largest id, from position 0 on'",
        "BASE32, 0004W86BB0G4007, has 15 characters; it must have 13",
        "BASE62, 0Czks0tP37_, has '_' at position 10",
        "BASE62, AzL8n0Y58m8, from position 10 on",
        "BASE62, zzzzzzzzzzz, from position 0 on"
    })
    void refusesWithTextAndPosition(TextForm form, String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form.parse(text))
                .withMessageStartingWith("id \"" + text + "\" in the form " + form)
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource
    void writesNoNegativeIds(TextForm form) {
        assertThatIllegalArgumentException().isThrownBy(() -> form.format(-1)).withMessage("id -1: must be 0 or more");
    }

    @Test
    void everyAlphabetIsInTheOrderOfItsCharacters() {
        for (TextForm form : TextForm.values()) {
            for (long id = 1; id < 62; id++) {
                assertThat(form.format(id)).isGreaterThan(form.format(id - 1));
            }
        }
    }
}
