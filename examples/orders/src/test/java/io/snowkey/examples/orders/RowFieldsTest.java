// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.math.BigDecimal;
import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowFieldsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-00-00 00:00:00",
                "0000-01-01",
                "2008-02-30",
                "2008-1-2",
                "2008-01-02 10:00:00",
                "08-01-02",
                "x"
            })
    void refusesWhatIsNoDate(String text) {
        assertThatThrownBy(() -> fields(text).optionalDate(Column.ENDS_ON))
                .isInstanceOfSatisfying(RowFields.Unreadable.class, e -> {
                    assertThat(e.column()).isEqualTo(Column.ENDS_ON);
                    assertThat(e.value()).isEqualTo(text);
                    assertThat(e.reason()).startsWith("is not a date");
                });
    }

    @Test
    void takesDatesUpToTheYear9999() throws Exception {
        assertThat(fields("9999-12-31 00:00:00").optionalDate(Column.ENDS_ON)).isEqualTo(LocalDate.of(9999, 12, 31));
        assertThat(fields("0001-01-01").optionalDate(Column.ENDS_ON)).isEqualTo(LocalDate.of(1, 1, 1));
        assertThat(fields(" ").optionalDate(Column.ENDS_ON)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1,5", "1.2345678", "1E+999999999", "1234567890123456789", "1E-2147483647", "NaN", "$1"})
    void refusesAmountsThatTheTableCannotHold(String text) {
        assertThatThrownBy(() -> fields(text).amount(Column.TOTAL)).isInstanceOf(RowFields.Unreadable.class);
    }

    @Test
    void takesAmountsThatTheTableCanHold() throws Exception {
        assertThat(fields("123456789012345678.123456").amount(Column.TOTAL))
                .isEqualTo(new BigDecimal("123456789012345678.123456"));
        assertThat(fields("-0").amount(Column.TOTAL)).isZero();
    }

    @Test
    void refusesTextThatIsTooLongOrCannotBeStored() throws Exception {
        assertThat(fields("x".repeat(250)).optionalText(Column.TYPE, 250)).hasSize(250);
        assertThatThrownBy(() -> fields("x".repeat(251)).optionalText(Column.TYPE, 250))
                .isInstanceOf(RowFields.Unreadable.class)
                .hasMessage("is longer than 250 characters");
        assertThatThrownBy(() -> fields("\u6f22".repeat(1_000)).optionalText(Column.SUPPLIER, 1_024))
                .isInstanceOf(RowFields.Unreadable.class)
                .hasMessage("is longer than 2600 bytes");
        assertThatThrownBy(() -> fields("a\0b").optionalText(Column.SUPPLIER, 1_024))
                .isInstanceOf(RowFields.Unreadable.class);
        assertThatThrownBy(() -> fields(" ").text(Column.AGENCY, 16))
                .isInstanceOf(RowFields.Unreadable.class)
                .hasMessage("is empty");
    }

    @Test
    void refusesNumbersAndAnswersThatAreNone() {
        assertThatThrownBy(() -> fields("9223372036854775808").number(Column.NUMBER))
                .isInstanceOf(RowFields.Unreadable.class);
        assertThatThrownBy(() -> fields("YES").yesOrNo(Column.AWARDED)).isInstanceOf(RowFields.Unreadable.class);
    }

    private static RowFields fields(String value) {
        return new RowFields(column -> value);
    }
}
