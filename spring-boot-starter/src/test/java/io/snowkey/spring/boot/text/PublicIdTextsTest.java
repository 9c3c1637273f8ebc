// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.util.List;

import io.snowkey.PublicIdKey;
import io.snowkey.spring.boot.PublicId;
import io.snowkey.spring.boot.SettingsException;
import io.snowkey.spring.boot.text.PublicIdProperties.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PublicIdTextsTest {

    private static final String KEY = "0:" + "A".repeat(42) + "E=";
    private static final String SAME_NUMBER = "0:" + "B".repeat(42) + "E=";

    /** Those of these keys; without a key, of an application that has no public ids. */
    static PublicIdTexts texts(String key, String... oldKeys) {
        return PublicIdTexts.of(new PublicIdProperties(key, List.of(oldKeys), Numbers.REFUSED), List.of());
    }

    record Annotated(@PublicId("ord") long order, @PublicId("Order") long badPrefix) {}

    private static PublicId annotation(String attribute) throws NoSuchFieldException {
        return Annotated.class.getDeclaredField(attribute).getAnnotation(PublicId.class);
    }

    @ParameterizedTest
    @CsvSource({
        "hush-hush, snowkey.public-ids.key: must be a number from 0 to 3",
        "4:AAAA, 'key number 4: must be 0 to 3'",
        "0:c2VjcmV0, 'has 6 bytes; it must have 16, 24 or 32'",
        "0:!!hush!!, 'snowkey.public-ids.key 0: its secret is no base 64'"
    })
    void refusesAKeyThatIsNoneWithoutShowingIt(String key, String expected) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> texts(key))
                .withMessageContaining(expected)
                .withMessageNotContaining(key.substring(2));
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> texts(KEY, key))
                .withMessageNotContaining(key.substring(2));
    }

    @Test
    void refusesTwoKeysWithOneNumber() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> texts(KEY, SAME_NUMBER))
                .withMessageContaining("two keys with this number");
    }

    @Test
    void refusesOldKeysWithoutAKey() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> texts(null, KEY))
                .withMessageContaining("snowkey.public-ids.old-keys is set, but snowkey.public-ids.key is not");
    }

    @Test
    void refusesAKeyFromTwoPlaces() {
        PublicIdProperties properties = new PublicIdProperties(KEY, List.of(), Numbers.REFUSED);
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> PublicIdTexts.of(properties, List.of(PublicIdKey.parse(KEY))))
                .withMessageContaining("there are beans of the type PublicIdKey");
    }

    @Test
    void takesKeysFromBeans() throws Exception {
        PublicIdTexts ofBeans = PublicIdTexts.of(
                new PublicIdProperties(null, List.of(), Numbers.REFUSED), List.of(PublicIdKey.parse(KEY)));
        IdText text = ofBeans.of(annotation("order"), null);
        assertThat(text.write(7))
                .isEqualTo(texts(KEY).of(annotation("order"), null).write(7));
        assertThat(text.read(text.write(7))).isEqualTo(7);
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoKey() {
        assertThatIllegalStateException()
                .isThrownBy(() -> texts(null).of(annotation("order"), null))
                .withMessageContaining("@PublicId(\"ord\")")
                .withMessageContaining("snowkey.public-ids.key");
    }

    @Test
    void refusesAPrefixThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> texts(KEY).of(annotation("badPrefix"), null))
                .withMessageContaining("\"Order\"");
    }

    @Test
    void showsNoSecret() {
        assertThat(new PublicIdProperties(KEY, List.of(SAME_NUMBER), Numbers.READ))
                .hasToString("PublicIdProperties[a key, 1 old ones, numbers READ]");
    }
}
