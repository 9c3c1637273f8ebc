// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Turns the ids of one kind of entity into public texts, and back. Inside, an id is a {@code BIGINT}; outside it is a
 * text such as {@code ord_7XKQ2M9T4WVB3H}.
 *
 * <pre>{@code
 * PublicIds orders = PublicIds.builder()
 *         .prefix("ord")
 *         .key(PublicIdKey.parse(System.getenv("PUBLIC_ID_KEY")))
 *         .build();
 * String text = orders.format(249827315047067782L);
 * long id = orders.parse(text);
 * }</pre>
 *
 * <p><b>What it hides.</b> An id tells when it was made, by which worker, and how many were made in that millisecond.
 * Without the key, its text tells nothing of that. The texts of neighbouring ids have nothing in common, and nobody can
 * guess the text of another id. The text is the id under FF1 of NIST SP 800-38G, a format-preserving encryption over
 * AES, so it needs no table and no column. The prefix is the tweak of FF1: the same id has unrelated texts as an order
 * and as a customer.
 *
 * <p><b>What it does not do.</b> It is no access control. A person who was given a text has it, and can pass it on.
 * Every text of the right form stands for some id. So ask the database whether there is such a row, and whether this
 * caller may see it. Equal ids of one kind have equal texts. Texts do not sort by time.
 *
 * <p><b>The text</b> is the prefix, an underscore, and 14 characters of Crockford's base 32, upper case, without I, L,
 * O and U: 13 for the number of the key and the encrypted id, and a check character. One mistyped character is always
 * noticed, and so are two characters that changed places. The number of the key tells texts of different keys apart. If
 * two keys have the same number, the check character notices 31 of 32 texts of the other key.
 *
 * <p><b>Changing the key.</b> Give the new key another number, and keep the old one as {@link Builder#oldKey}: new
 * texts are made with the new key, old ones are still read.
 *
 * <p>Immutable and thread-safe. A text takes ten blocks of AES.
 */
public final class PublicIds {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final byte[] VALUES = new byte[128];
    private static final int DIGIT_BITS = 5;
    private static final int DIGITS = 13;
    private static final int WIDTH = DIGITS + 1;
    private static final int FIRST_SHIFT = DIGIT_BITS * (DIGITS - 1);
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]{0," + (Ff1.LONGEST_TWEAK - 1) + "}");
    private static final byte[] CHECK_BLOCK = "snowkey check ch".getBytes(StandardCharsets.US_ASCII);

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            VALUES[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private final String beginning;
    private final byte[] beginningBytes;
    private final Key current;
    private final @Nullable Key[] keys;

    /** A key in use: its permutation, and the check sum of its texts. */
    private record Key(int number, Ff1 permutation, int checkSum) {

        static Key of(PublicIdKey key, byte[] tweak) {
            return new Key(
                    key.number(),
                    new Ff1(key.secret(), BitFields.USABLE_BITS, tweak),
                    Ff1.firstBits(key.secret(), CHECK_BLOCK, DIGIT_BITS));
        }
    }

    private PublicIds(Builder builder) {
        byte[] tweak = builder.prefix.getBytes(StandardCharsets.US_ASCII);
        this.beginning = builder.prefix.isEmpty() ? "" : builder.prefix + '_';
        this.beginningBytes = beginning.getBytes(StandardCharsets.US_ASCII);
        this.keys = new Key[PublicIdKey.KEYS];
        for (int i = 0; i < keys.length; i++) {
            PublicIdKey key = builder.keys[i];
            keys[i] = key == null ? null : Key.of(key, tweak);
        }
        this.current = Objects.requireNonNull(keys[builder.currentNumber()]);
    }

    /** A builder. It needs a key. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Writes an id.
     *
     * @throws IllegalArgumentException if the id is negative: there are no such ids
     */
    public String format(long id) {
        if (id < 0) {
            throw new IllegalArgumentException("id " + id + ": must be 0 or more");
        }
        long encrypted = current.permutation.encrypt(id);
        byte[] text = Arrays.copyOf(beginningBytes, beginningBytes.length + WIDTH);
        int at = beginningBytes.length;
        int sum = 0;
        for (int i = 0, shift = FIRST_SHIFT; i < DIGITS; i++, shift -= DIGIT_BITS) {
            int digit = i == 0
                    ? (current.number << (BitFields.USABLE_BITS - FIRST_SHIFT)) | (int) (encrypted >>> shift)
                    : (int) (encrypted >>> shift) & (ALPHABET.length() - 1);
            sum = CheckCharacter.add(sum, digit);
            text[at++] = (byte) ALPHABET.charAt(digit);
        }
        text[at] = (byte) ALPHABET.charAt(CheckCharacter.completing(sum, current.checkSum));
        return new String(text, StandardCharsets.US_ASCII);
    }

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException if {@link #format} would not have written the text. The message shows the
     *     beginning of the text, and says what is wrong: the prefix, the length, a character with its position from 0,
     *     the check character, or a key that is not configured
     */
    public long parse(CharSequence text) {
        int start = beginning.length();
        if (!isOfThisKind(text)) {
            throw refused(text, "does not begin with " + MessageText.quoted(beginning));
        }
        if (text.length() != start + WIDTH) {
            throw refused(text, "has " + text.length() + " characters; it must have " + (start + WIDTH));
        }
        int first = digit(text, start);
        long encrypted = first & BitFields.mask(BitFields.USABLE_BITS - FIRST_SHIFT);
        int sum = CheckCharacter.add(0, first);
        for (int i = 1; i < DIGITS; i++) {
            int digit = digit(text, start + i);
            encrypted = (encrypted << DIGIT_BITS) | digit;
            sum = CheckCharacter.add(sum, digit);
        }
        sum = CheckCharacter.add(sum, digit(text, start + DIGITS));
        Key key = keys[first >>> (BitFields.USABLE_BITS - FIRST_SHIFT)];
        if (key == null) {
            throw refused(
                    text,
                    "names key " + (first >>> (BitFields.USABLE_BITS - FIRST_SHIFT))
                            + ", which is not configured. It is mistyped, or add the key as an old one");
        }
        if (sum != key.checkSum) {
            throw refused(text, "has a wrong check character. It is mistyped, or made with another key");
        }
        return key.permutation.decrypt(encrypted);
    }

    /** Whether a text begins with the prefix of this kind and an underscore. The rest may be anything. */
    public boolean isOfThisKind(CharSequence text) {
        int start = beginning.length();
        return text.length() >= start && beginning.contentEquals(text.subSequence(0, start));
    }

    private static int digit(CharSequence text, int position) {
        char c = text.charAt(position);
        int value = c < VALUES.length ? VALUES[c] : -1;
        if (value < 0) {
            throw refused(
                    text,
                    "has " + MessageText.quoted(c) + " at position " + position + "; it must have one of " + ALPHABET);
        }
        return value;
    }

    private static IllegalArgumentException refused(CharSequence text, String why) {
        return new IllegalArgumentException("public id " + MessageText.quoted(text) + " " + why);
    }

    /** The number of characters of every text. */
    public int width() {
        return beginning.length() + WIDTH;
    }

    /** A regular expression that every text matches, as OpenAPI and JSON Schema write it. */
    public String pattern() {
        return "^" + beginning + "[0-9A-HJKMNP-TV-Z]{" + WIDTH + "}$";
    }

    /** The prefix and the keys, without the secrets. */
    @Override
    public String toString() {
        return "PublicIds[" + beginning + ", key " + current.number + "]";
    }

    /** Builds {@link PublicIds}. */
    public static final class Builder {

        private String prefix = "";
        private @Nullable PublicIdKey current;
        private final @Nullable PublicIdKey[] keys = new PublicIdKey[PublicIdKey.KEYS];

        private Builder() {}

        /**
         * The beginning of each text, before an underscore; nothing unless given. Never change it once texts are in
         * use: it is part of the encryption.
         *
         * @param prefix 1 to 10 lower-case letters and digits, beginning with a letter
         * @throws IllegalArgumentException if it is anything else
         */
        public Builder prefix(String prefix) {
            if (!PREFIX.matcher(prefix).matches()) {
                throw new IllegalArgumentException("prefix " + MessageText.quoted(prefix) + ": must be 1 to "
                        + Ff1.LONGEST_TWEAK + " lower-case letters and digits, beginning with a letter");
            }
            this.prefix = prefix;
            return this;
        }

        /**
         * The key that texts are made with.
         *
         * @throws IllegalArgumentException if another key has this number
         */
        public Builder key(PublicIdKey key) {
            if (current != null) {
                throw new IllegalArgumentException(
                        "key: is given twice, " + current + " and " + key + ". Give the old one as oldKey.");
            }
            add(key);
            this.current = key;
            return this;
        }

        /**
         * A key that was used before. Its texts are still read.
         *
         * @throws IllegalArgumentException if another key has this number
         */
        public Builder oldKey(PublicIdKey key) {
            add(key);
            return this;
        }

        private void add(PublicIdKey key) {
            if (keys[key.number()] != null) {
                throw new IllegalArgumentException(
                        key + ": there are two keys with this number. Give each key a number of its own, 0 to 3.");
            }
            keys[key.number()] = key;
        }

        private int currentNumber() {
            return Objects.requireNonNull(current).number();
        }

        /**
         * The public ids.
         *
         * @throws IllegalStateException if no key is given
         */
        public PublicIds build() {
            if (current == null) {
                throw new IllegalStateException(
                        "key is not given: without one, everybody could read the ids. \"openssl rand -base64 32\" makes a secret.");
            }
            return new PublicIds(this);
        }
    }
}
