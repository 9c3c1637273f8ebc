// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret key for {@link PublicIds}, with the number under which texts name it. Anybody who has the key can turn every
 * public text into its id and back. Immutable and thread-safe; neither {@link #toString} nor any message shows the
 * secret.
 *
 * <p>{@code openssl rand -base64 32} makes a secret.
 */
public final class PublicIdKey {

    /** Two bits of a text name its key. */
    static final int KEYS = 4;

    private final int number;
    private final SecretKey secret;

    private PublicIdKey(int number, SecretKey secret) {
        this.number = number;
        this.secret = secret;
    }

    /**
     * A key.
     *
     * @param number 0 to 3: another one for each key that is in use at the same time
     * @param secret 16, 24 or 32 random bytes; they are copied
     * @throws IllegalArgumentException if the number is outside its range, or the secret has another length
     */
    public static PublicIdKey of(int number, byte[] secret) {
        if (number < 0 || number >= KEYS) {
            throw new IllegalArgumentException("key number " + number + ": must be 0 to " + (KEYS - 1));
        }
        if (secret.length != 16 && secret.length != 24 && secret.length != 32) {
            throw new IllegalArgumentException("secret of key " + number + ": has " + secret.length
                    + " bytes; it must have 16, 24 or 32. \"openssl rand -base64 32\" makes one.");
        }
        return new PublicIdKey(number, new SecretKeySpec(secret, "AES"));
    }

    /**
     * Reads a key from a configuration: the number, a colon, and the secret in base 64.
     *
     * @param text for instance {@code 0:} followed by the output of {@code openssl rand -base64 32}
     * @throws IllegalArgumentException if the text has another form, or in the cases of {@link #of}. The message does
     *     not show the text
     */
    public static PublicIdKey parse(String text) {
        int colon = text.indexOf(':');
        if (colon != 1 || text.charAt(0) < '0' || text.charAt(0) > '9') {
            throw new IllegalArgumentException("key: must be a number from 0 to " + (KEYS - 1)
                    + ", a colon and the secret in base 64. It is not shown here, because it is secret.");
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            // Without the cause, which shows a character of the secret.
            throw new IllegalArgumentException("key " + text.charAt(0) + ": its secret is no base 64");
        }
        return of(text.charAt(0) - '0', secret);
    }

    /** The number of the key, 0 to 3. */
    public int number() {
        return number;
    }

    SecretKey secret() {
        return secret;
    }

    /** The number, without the secret. */
    @Override
    public String toString() {
        return "key " + number;
    }
}
