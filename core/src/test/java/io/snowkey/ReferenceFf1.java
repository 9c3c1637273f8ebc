// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/** FF1 as NIST SP 800-38G writes it down, step by step, for any radix: slow, and easy to hold against the standard. */
final class ReferenceFf1 {

    private ReferenceFf1() {}

    /** Encrypts a numeral string. */
    static int[] encrypt(SecretKey key, int radix, byte[] tweak, int[] text) throws GeneralSecurityException {
        int n = text.length;
        int u = n / 2;
        int v = n - u;
        int[] a = Arrays.copyOf(text, u);
        int[] b = Arrays.copyOfRange(text, u, n);
        int bytes = (BigInteger.valueOf(radix).pow(v).subtract(BigInteger.ONE).bitLength() + 7) / 8;
        int d = 4 * ((bytes + 3) / 4) + 4;
        byte[] p = ByteBuffer.allocate(16)
                .put(new byte[] {1, 2, 1, 0, (byte) (radix >> 8), (byte) radix, 10, (byte) u})
                .putInt(n)
                .putInt(tweak.length)
                .array();
        for (int i = 0; i < 10; i++) {
            ByteArrayOutputStream q = new ByteArrayOutputStream();
            q.writeBytes(p);
            q.writeBytes(tweak);
            q.writeBytes(new byte[Math.floorMod(-tweak.length - bytes - 1, 16)]);
            q.write(i);
            q.writeBytes(fixed(number(radix, b), bytes));
            BigInteger y = new BigInteger(1, expanded(key, mac(key, q.toByteArray()), d));
            int m = i % 2 == 0 ? u : v;
            BigInteger c = number(radix, a).add(y).mod(BigInteger.valueOf(radix).pow(m));
            a = b;
            b = numerals(radix, c, m);
        }
        int[] result = Arrays.copyOf(a, n);
        System.arraycopy(b, 0, result, a.length, b.length);
        return result;
    }

    private static byte[] mac(SecretKey key, byte[] blocks) throws GeneralSecurityException {
        byte[] chain = new byte[16];
        for (int at = 0; at < blocks.length; at += 16) {
            for (int i = 0; i < 16; i++) {
                chain[i] ^= blocks[at + i];
            }
            chain = block(key, chain);
        }
        return chain;
    }

    private static byte[] expanded(SecretKey key, byte[] r, int length) throws GeneralSecurityException {
        ByteArrayOutputStream s = new ByteArrayOutputStream();
        s.writeBytes(r);
        for (int j = 1; s.size() < length; j++) {
            byte[] next = r.clone();
            byte[] number = ByteBuffer.allocate(16).putInt(12, j).array();
            for (int i = 0; i < 16; i++) {
                next[i] ^= number[i];
            }
            s.writeBytes(block(key, next));
        }
        return Arrays.copyOf(s.toByteArray(), length);
    }

    private static byte[] block(SecretKey key, byte[] plain) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher.doFinal(plain);
    }

    private static BigInteger number(int radix, int[] numerals) {
        BigInteger number = BigInteger.ZERO;
        for (int numeral : numerals) {
            number = number.multiply(BigInteger.valueOf(radix)).add(BigInteger.valueOf(numeral));
        }
        return number;
    }

    private static int[] numerals(int radix, BigInteger number, int count) {
        int[] numerals = new int[count];
        BigInteger rest = number;
        for (int i = count - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(radix));
            numerals[i] = parts[1].intValue();
            rest = parts[0];
        }
        return numerals;
    }

    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        for (int i = 0; i < length && i < bytes.length; i++) {
            fixed[length - 1 - i] = bytes[bytes.length - 1 - i];
        }
        return fixed;
    }
}
