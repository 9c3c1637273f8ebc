// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

class PublicIdsTest {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final PublicIdKey KEY = key(0, 1);
    private static final PublicIds ORDERS =
            PublicIds.builder().prefix("ord").key(KEY).build();

    @Test
    void everyIdHasATextAndEveryTextItsId() {
        Random random = new Random(3);
        Set<Long> all = new HashSet<>();
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long id = i < 5_000 ? i : i < 5_001 ? Long.MAX_VALUE : random.nextLong() >>> random.nextInt(1, 40);
            String text = ORDERS.format(id);
            assertThat(text).hasSize(ORDERS.width()).matches(ORDERS.pattern());
            assertThat(ORDERS.parse(text)).isEqualTo(id);
            all.add(id);
            texts.add(text);
        }
        assertThat(texts).hasSameSizeAs(all);
    }

    /** What docs/public-ids.md shows. */
    @Test
    void asThePageShowsIt() {
        String secret = "0:" + Base64.getEncoder().encodeToString(new byte[32]);
        long key = 249867361265876992L;
        PublicIds orders =
                PublicIds.builder().prefix("ord").key(PublicIdKey.parse(secret)).build();

        String text = orders.format(key);
        long id = orders.parse(text);
        assertThat(id).isEqualTo(key);

        PublicIdKey oldKey = PublicIdKey.parse(secret);
        PublicIdKey newKey = key(1, 2);
        PublicIds both =
                PublicIds.builder().prefix("ord").key(newKey).oldKey(oldKey).build();
        assertThat(both.parse(text)).isEqualTo(key);
        assertThat(both.format(key)).isNotEqualTo(text);
    }

    @Test
    void theTextsAreThoseThatWerePublished() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/public-ids.csv")).stream()
                .skip(1)
                .toList();
        assertThat(lines).hasSizeGreaterThan(20);
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            PublicIds.Builder builder = PublicIds.builder().key(PublicIdKey.parse(cells[0] + ":" + cells[1]));
            PublicIds ids = (cells[2].isEmpty() ? builder : builder.prefix(cells[2])).build();
            assertThat(ids.format(Long.parseLong(cells[3]))).isEqualTo(cells[4]);
            assertThat(ids.parse(cells[4])).isEqualTo(Long.parseLong(cells[3]));
        }
    }

    @Test
    void anyOneMistypedCharacterIsNoticed() {
        for (long id = 0; id < 20; id++) {
            String text = ORDERS.format(id);
            for (int i = 4; i < text.length(); i++) {
                for (int k = 0; k < ALPHABET.length(); k++) {
                    char other = ALPHABET.charAt(k);
                    if (other != text.charAt(i)) {
                        String mistyped = text.substring(0, i) + other + text.substring(i + 1);
                        assertThat(catchThrowable(() -> ORDERS.parse(mistyped)))
                                .isInstanceOf(IllegalArgumentException.class);
                    }
                }
            }
        }
    }

    @Test
    void anyTwoCharactersThatChangedPlacesAreNoticed() {
        for (long id = 0; id < 50; id++) {
            String text = ORDERS.format(id);
            for (int i = 4; i < text.length(); i++) {
                for (int j = i + 1; j < text.length(); j++) {
                    StringBuilder swapped = new StringBuilder(text);
                    swapped.setCharAt(i, text.charAt(j));
                    swapped.setCharAt(j, text.charAt(i));
                    if (text.charAt(i) != text.charAt(j)) {
                        assertThat(catchThrowable(() -> ORDERS.parse(swapped)))
                                .isInstanceOf(IllegalArgumentException.class);
                    }
                }
            }
        }
    }

    @Test
    void kindsOfEntitiesShareNoTexts() {
        PublicIds customers = PublicIds.builder().prefix("cus").key(KEY).build();

        assertThat(customers.format(7).substring(4))
                .isNotEqualTo(ORDERS.format(7).substring(4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDERS.parse(customers.format(7)))
                .withMessageContaining("does not begin with \"ord_\"");
    }

    @Test
    void anOldKeyIsReadAndTheNewOneWrites() {
        PublicIds both =
                PublicIds.builder().prefix("ord").key(key(1, 2)).oldKey(KEY).build();

        assertThat(both.parse(ORDERS.format(42))).isEqualTo(42);
        assertThat(both.format(42)).isNotEqualTo(ORDERS.format(42));
        assertThat(both.parse(both.format(42))).isEqualTo(42);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDERS.parse(both.format(42)))
                .withMessageEndingWith(
                        "names key 1, which is not configured. It is mistyped, or add the key as an old one");
    }

    @Test
    void aKeyOfTheSameNumberIsMostlyNoticed() {
        int noticed = 0;
        for (int seed = 0; seed < 320; seed++) {
            PublicIds other =
                    PublicIds.builder().prefix("ord").key(key(0, 1_000 + seed)).build();
            if (catchThrowable(() -> ORDERS.parse(other.format(42))) != null) {
                noticed++;
            }
        }
        assertThat(noticed).isBetween(295, 320);
    }

    @ParameterizedTest
    @CsvSource({
        "'', does not begin with",
        "ord, does not begin with",
        "ORD_00000000000000, does not begin with",
        "ord_0000000000000, has 17 characters; it must have 18",
        "ord_000000000000000, has 19 characters; it must have 18",
        "ord_0000000000000O, has 'O' at position 17; it must have one of 0123456789ABCDEFGHJKMNPQRSTVWXYZ",
        "ord_a0000000000000, has 'a' at position 4",
        "ord_0\u0660000000000000, at position 5"
    })
    void saysWhatIsWrong(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDERS.parse(text))
                .withMessageStartingWith("public id \"")
                .withMessageContaining(message);
    }

    @Test
    void saysThatTheCheckCharacterIsWrong() {
        String text = ORDERS.format(42);
        char last = text.charAt(text.length() - 1);
        String mistyped = text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDERS.parse(mistyped))
                .withMessageEndingWith("has a wrong check character. It is mistyped, or made with another key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDERS.format(-1))
                .withMessage("id -1: must be 0 or more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ord", "1ord", "or_d", "ord ", "abcdefghijk", "örd"})
    void refusesAPrefixThatIsNone(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicIds.builder().prefix(prefix))
                .withMessageContaining("must be 1 to 10 lower-case letters and digits, beginning with a letter");
    }

    @Test
    void refusesKeysThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicIdKey.of(4, new byte[32]))
                .withMessage("key number 4: must be 0 to 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicIdKey.of(0, new byte[31]))
                .withMessageStartingWith("secret of key 0: has 31 bytes; it must have 16, 24 or 32.");
        for (String text : List.of("", "sesame", ":c2VzYW1l", "10:c2VzYW1l", "0:sesame!", "9:" + "A".repeat(44))) {
            assertThat(catchThrowable(() -> PublicIdKey.parse(text)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("sesame")
                    .hasNoCause();
        }
        assertThatIllegalStateException().isThrownBy(() -> PublicIds.builder().build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicIds.builder().key(KEY).key(key(1, 2)))
                .withMessageContaining("key: is given twice, key 0 and key 1.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicIds.builder().key(KEY).oldKey(key(0, 2)))
                .withMessageContaining("two keys with this number");
    }

    @Test
    void showsNoSecret() {
        String secret = Base64.getEncoder().encodeToString("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        PublicIdKey key = PublicIdKey.parse("2:" + secret);

        assertThat(key).hasToString("key 2");
        assertThat(PublicIds.builder().key(key).build()).hasToString("PublicIds[, key 2]");
    }

    @Test
    void servesManyThreads() {
        List<long[]> read = Race.run(8, thread -> {
            long[] ids = new long[2_000];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = ORDERS.parse(ORDERS.format(thread * 10_000L + i)) - thread * 10_000L;
            }
            return ids;
        });
        for (long[] ids : read) {
            for (int i = 0; i < ids.length; i++) {
                assertThat(ids[i]).isEqualTo(i);
            }
        }
    }

    private static PublicIdKey key(int number, long seed) {
        byte[] secret = new byte[32];
        new Random(seed).nextBytes(secret);
        return PublicIdKey.of(number, secret);
    }
}
