// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FlakeTest {

    private static final Flake FLAKE = Flake.of(1_767_225_600_000L, 0x0242_AC11_0002L, 7);

    @Test
    void saysWhenWhereAndWhich() {
        assertThat(FLAKE.instant()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(FLAKE.worker()).isEqualTo(0x0242_AC11_0002L);
        assertThat(FLAKE.sequence()).isEqualTo(7);
        assertThat(FLAKE.toUuid()).isEqualTo(UUID.fromString("0000019b-76da-a800-0242-ac1100020007"));
        assertThat(HexFormat.of().formatHex(FLAKE.toBytes())).isEqualTo("0000019b76daa8000242ac1100020007");
        assertThat(FLAKE.toString()).hasSize(22).matches("[0-9A-Za-z]+");
    }

    @Property
    void everyFormGivesItBack(@ForAll long high, @ForAll long low) {
        Flake flake = new Flake(high, low);

        assertThat(Flake.of(flake.toUuid())).isEqualTo(flake);
        assertThat(Flake.of(flake.toBytes())).isEqualTo(flake);
        assertThat(Flake.parse(flake.toString())).isEqualTo(flake);
    }

    @Property
    void bytesAndTextHaveTheOrderOfTheIds(
            @ForAll long high,
            @ForAll long low,
            @ForAll long otherHigh,
            @ForAll long otherLow,
            @ForAll boolean sameTime) {
        Flake one = new Flake(high, low);
        Flake other = new Flake(sameTime ? high : otherHigh, otherLow);

        int order = Integer.signum(one.compareTo(other));
        assertThat(Integer.signum(Arrays.compareUnsigned(one.toBytes(), other.toBytes())))
                .isEqualTo(order);
        assertThat(Integer.signum(one.toString().compareTo(other.toString()))).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource({
        "0, has 1 characters; it must have 22",
        "000000000000000000000_, has '_' at position 21",
        "zzzzzzzzzzzzzzzzzzzzzz, from position 0 on",
        "7n42DGM5Tflk9n8mt7Fhc8, from position 21 on"
    })
    void refusesWhatItWouldNotWrite(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Flake.parse(text))
                .withMessageStartingWith("flake \"" + text + "\"")
                .withMessageContaining(message);
    }

    @Test
    void needsSixteenBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Flake.of(new byte[15]))
                .withMessage("flake of 15 bytes: must have 16");
    }
}
