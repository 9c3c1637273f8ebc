// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.nio.charset.StandardCharsets;

/**
 * How an id is written as text. Every form has a fixed width. So texts that are compared character by character have
 * the order of the ids.
 *
 * <pre>{@code
 * String text = TextForm.BASE32.format(175928847299117063L); // 04W86BB0G4007
 * long id = TextForm.BASE32.parse(text);
 * }</pre>
 *
 * <p>Each id has exactly one text in each form. Any other text is refused. Thread-safe.
 */
public enum TextForm {
    /**
     * 19 decimal digits: {@code 0175928847299117063}. Without the leading zeros it is the text of
     * {@link Long#toString(long)}.
     */
    DECIMAL(19, "0123456789"),

    /**
     * 13 characters of Crockford's base 32, upper case, without I, L, O and U: {@code 04W86BB0G4007}. Easy to read out.
     */
    BASE32(13, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"),

    /** 11 letters and digits: {@code 0Czks0tP37X}. The shortest form that needs no escaping in a URL. */
    BASE62(11, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private final int width;
    private final String alphabet;

    TextForm(int width, String alphabet) {
        this.width = width;
        this.alphabet = alphabet;
    }

    /** The number of characters of every text in this form. */
    public int width() {
        return width;
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
        byte[] text = new byte[width];
        long rest = id;
        for (int i = width - 1; i >= 0; i--) {
            text[i] = (byte) alphabet.charAt((int) (rest % alphabet.length()));
            rest /= alphabet.length();
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException if {@link #format} would not have written the text: a wrong length, a character
     *     that is not one of this form, a sign, or more than the largest {@code long}. The message shows the beginning
     *     of the text and the position, from 0.
     */
    public long parse(CharSequence text) {
        if (text.length() != width) {
            throw refused(text, "has " + text.length() + " characters" + "; it must have " + width);
        }
        long id = 0;
        for (int i = 0; i < width; i++) {
            char c = text.charAt(i);
            int value = alphabet.indexOf(c);
            if (value < 0) {
                throw refused(
                        text,
                        "has " + MessageText.quoted(c) + " at position " + i + "; it must have one of " + alphabet);
            }
            if (id > (Long.MAX_VALUE - value) / alphabet.length()) {
                throw refused(
                        text,
                        "is more than " + format(Long.MAX_VALUE) + ", the largest id, from position "
                                + firstAboveMax(text) + " on");
            }
            id = id * alphabet.length() + value;
        }
        return id;
    }

    private int firstAboveMax(CharSequence text) {
        String max = format(Long.MAX_VALUE);
        int position = 0;
        while (text.charAt(position) == max.charAt(position)) {
            position++;
        }
        return position;
    }

    private IllegalArgumentException refused(CharSequence text, String why) {
        return new IllegalArgumentException("id " + MessageText.quoted(text) + " in the form " + name() + " " + why);
    }
}
