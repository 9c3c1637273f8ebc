// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class Ff1Test {

    private static final SecretKey KEY = key("2B7E151628AED2A6ABF7158809CF4F3C");
    private static final String NUMERALS = "0123456789abcdefghijklmnopqrstuvwxyz";

    /** The samples that NIST published with SP 800-38G. */
    @ParameterizedTest
    @CsvSource({
        "2B7E151628AED2A6ABF7158809CF4F3C, 10, '', 0123456789, 2433477484",
        "2B7E151628AED2A6ABF7158809CF4F3C, 10, 39383736353433323130, 0123456789, 6124200773",
        "2B7E151628AED2A6ABF7158809CF4F3C, 36, 3737373770717273373737, 0123456789abcdefghi, a9tv40mll9kdu509eum",
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F, 10, '', 0123456789, 2830668132",
        "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94, 10, '', 0123456789, 6657667009"
    })
    void theReferenceFollowsTheStandard(String key, int radix, String tweak, String plain, String expected)
            throws GeneralSecurityException {
        int[] encrypted = ReferenceFf1.encrypt(
                key(key),
                radix,
                HexFormat.of().parseHex(tweak),
                plain.chars().map(NUMERALS::indexOf).toArray());

        assertThat(text(encrypted)).isEqualTo(expected);
    }

    @Test
    void doesWhatTheReferenceDoes() throws GeneralSecurityException {
        Random random = new Random(7);
        for (int bits = 2; bits <= 63; bits++) {
            for (String tweak : List.of("", "o", "ord", "abcdefghij")) {
                byte[] bytes = tweak.getBytes(StandardCharsets.US_ASCII);
                long plain = random.nextLong() >>> (64 - bits);
                int width = bits;
                int[] numerals = IntStream.range(0, bits)
                        .map(i -> (int) (plain >>> (width - 1 - i)) & 1)
                        .toArray();
                long expected = 0;
                for (int numeral : ReferenceFf1.encrypt(KEY, 2, bytes, numerals)) {
                    expected = expected << 1 | numeral;
                }

                assertThat(new Ff1(KEY, bits, bytes).encrypt(plain))
                        .as("%d bits, tweak '%s'", bits, tweak)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void isABijectionOfEverySmallWidth() {
        for (int bits = 2; bits <= 16; bits++) {
            Ff1 permutation = new Ff1(KEY, bits, new byte[] {1});
            BitSet seen = new BitSet();
            for (long number = 0; number < 1L << bits; number++) {
                long encrypted = permutation.encrypt(number);
                assertThat(permutation.decrypt(encrypted)).isEqualTo(number);
                seen.set((int) encrypted);
            }
            assertThat(seen.cardinality()).isEqualTo(seen.length()).isEqualTo(1 << bits);
        }
    }

    @Property(tries = 2_000)
    void isReversibleForAllNumbersKeysAndTweaks(
            @ForAll @LongRange(max = Long.MAX_VALUE) long number,
            @ForAll long key,
            @ForAll @IntRange(max = 10) int tweak) {
        SecretKey random =
                new SecretKeySpec(HexFormat.of().parseHex(String.format("%016x%016x", key, ~key * 31)), "AES");
        Ff1 permutation = new Ff1(random, 63, new byte[tweak]);

        long encrypted = permutation.encrypt(number);

        assertThat(encrypted).isNotNegative();
        assertThat(permutation.decrypt(encrypted)).isEqualTo(number);
    }

    @Test
    void oneBitOfTheNumberChangesHalfOfTheBits() {
        Ff1 permutation = new Ff1(KEY, 63, new byte[0]);
        Random random = new Random(1);
        for (int bit = 0; bit < 63; bit++) {
            long changed = 0;
            int tries = 400;
            for (int i = 0; i < tries; i++) {
                long number = random.nextLong() >>> 1;
                changed += Long.bitCount(permutation.encrypt(number) ^ permutation.encrypt(number ^ (1L << bit)));
            }
            assertThat((double) changed / tries / 63).as("bit %d", bit).isCloseTo(0.5, within(0.03));
        }
    }

    @Test
    void neighboursHaveNothingInCommon() {
        Ff1 permutation = new Ff1(KEY, 63, new byte[0]);
        long[] ones = new long[63];
        for (long number = 0; number < 4_000; number++) {
            long difference = permutation.encrypt(number) ^ permutation.encrypt(number + 1);
            for (int bit = 0; bit < 63; bit++) {
                ones[bit] += difference >>> bit & 1;
            }
        }
        for (long count : ones) {
            assertThat(count / 4_000.0).isCloseTo(0.5, within(0.05));
        }
    }

    private static String text(int[] numerals) {
        StringBuilder text = new StringBuilder();
        for (int numeral : numerals) {
            text.append(NUMERALS.charAt(numeral));
        }
        return text.toString();
    }

    private static SecretKey key(String hex) {
        return new SecretKeySpec(HexFormat.of().parseHex(hex), "AES");
    }
}
