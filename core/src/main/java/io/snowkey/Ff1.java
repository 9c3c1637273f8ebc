// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;

/**
 * A keyed permutation of the numbers with a given count of bits. It is FF1 of NIST SP 800-38G, with the radix 2 and
 * AES. The numbers are mixed in ten rounds, each with one block of the cipher:
 *
 * <pre>
 *   a (upper half)      b (lower half)
 *        |                   |
 *        + <-- AES(round, b) |        a + AES(...) becomes the new b,
 *         \                 /         b becomes the new a,
 *           \             /           ten times
 * </pre>
 *
 * <p>A tweak has up to {@value #LONGEST_TWEAK} bytes, and is no secret. With another tweak, the same key makes another
 * permutation. Thread-safe.
 */
final class Ff1 {

    static final int LONGEST_TWEAK = 10;

    private static final int ROUNDS = 10;
    private static final int BLOCK = 16;
    private static final int RADIX = 2;

    private final SecretKey key;
    private final int upperBits;
    private final int lowerBits;
    /** The encrypted parameters. Every block of a round begins with them. */
    private final long parametersHigh;

    private final long parametersLow;
    /** A block of a round without the number of the round and without the half. */
    private final long tweakHigh;

    private final long tweakLow;
    private final AtomicReferenceArray<Workplace> workplaces = new AtomicReferenceArray<>(32);

    /** A cipher and a block to work in. Neither can be shared between threads. */
    private static final class Workplace {
        private final Cipher cipher;
        private final byte[] block = new byte[BLOCK];
        private final ByteBuffer view = ByteBuffer.wrap(block);

        Workplace(SecretKey key) {
            try {
                cipher = Cipher.getInstance("AES/ECB/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, key);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES is not available in this Java runtime", e);
            }
        }

        /** The first half of an encrypted block. */
        long encrypt(long high, long low) {
            view.putLong(0, high).putLong(Long.BYTES, low);
            try {
                cipher.update(block, 0, BLOCK, block, 0);
            } catch (ShortBufferException e) {
                throw new AssertionError(e);
            }
            return view.getLong(0);
        }
    }

    /**
     * A permutation.
     *
     * @param bits how many bits the numbers have, 2 to 63
     */
    Ff1(SecretKey key, int bits, byte[] tweak) {
        this.key = key;
        this.upperBits = bits / 2;
        this.lowerBits = bits - upperBits;
        ByteBuffer parameters = ByteBuffer.allocate(BLOCK)
                .put((byte) 1)
                .put((byte) 2)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) RADIX)
                .put((byte) ROUNDS)
                .put((byte) upperBits)
                .putInt(bits)
                .putInt(tweak.length);
        Workplace here = new Workplace(key);
        this.parametersHigh = here.encrypt(parameters.getLong(0), parameters.getLong(Long.BYTES));
        this.parametersLow = here.view.getLong(Long.BYTES);
        ByteBuffer round = ByteBuffer.allocate(BLOCK).put(tweak);
        this.tweakHigh = round.getLong(0);
        this.tweakLow = round.getLong(Long.BYTES);
    }

    /** The first bits of a block under a key: a number that depends on the key alone. */
    static int firstBits(SecretKey key, byte[] block, int bits) {
        ByteBuffer view = ByteBuffer.wrap(block);
        return (int) (new Workplace(key).encrypt(view.getLong(0), view.getLong(Long.BYTES)) >>> (Long.SIZE - bits));
    }

    long encrypt(long number) {
        Workplace here = take();
        long a = number >>> lowerBits;
        long b = number & BitFields.mask(lowerBits);
        for (int round = 0; round < ROUNDS; round++) {
            long c = (a + mix(here, round, b)) & BitFields.mask(bitsOf(round));
            a = b;
            b = c;
        }
        giveBack(here);
        return (a << lowerBits) | b;
    }

    long decrypt(long number) {
        Workplace here = take();
        long a = number >>> lowerBits;
        long b = number & BitFields.mask(lowerBits);
        for (int round = ROUNDS - 1; round >= 0; round--) {
            long c = (b - mix(here, round, a)) & BitFields.mask(bitsOf(round));
            b = a;
            a = c;
        }
        giveBack(here);
        return (a << lowerBits) | b;
    }

    /** The upper half changes in even rounds, and the lower half in odd ones. */
    private int bitsOf(int round) {
        return round % 2 == 0 ? upperBits : lowerBits;
    }

    /**
     * Encrypts a block that ends with the number of the round and the half. The half takes as many bytes as it needs.
     */
    private long mix(Workplace here, int round, long half) {
        int halfBytes = (lowerBits + Byte.SIZE - 1) / Byte.SIZE;
        long end = ((long) round << (halfBytes * Byte.SIZE)) | half;
        return here.encrypt(tweakHigh ^ parametersHigh, (tweakLow | end) ^ parametersLow);
    }

    private Workplace take() {
        Workplace free = workplaces.getAndSet(slot(), null);
        return free != null ? free : new Workplace(key);
    }

    private void giveBack(Workplace used) {
        workplaces.lazySet(slot(), used);
    }

    private int slot() {
        long id = Thread.currentThread().getId();
        return (int) (id & (workplaces.length() - 1));
    }
}
