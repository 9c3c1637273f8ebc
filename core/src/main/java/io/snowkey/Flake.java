// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/**
 * A 128-bit id, sorted by time.
 *
 * <pre>
 *  127 ............................ 64 63 ................. 16 15 ......... 0
 * +-----------------------------------+-----------------------+--------------+
 * |  milliseconds since the Unix epoch |        worker         |   sequence   |
 * +-----------------------------------+-----------------------+--------------+
 *               64 bits                        48 bits             16 bits
 * </pre>
 *
 * <p>Its order is that of its 16 bytes, compared as unsigned numbers. Databases compare columns of 16 bytes in that
 * order. PostgreSQL and H2 also compare columns of the type {@code uuid} so. The text of a flake has the same order.
 * MariaDB sorts its {@code uuid} in another way, and so does {@link UUID#compareTo} in Java. A flake is no UUID version
 * of RFC 9562: it has no room for version bits.
 *
 * @param high the milliseconds
 * @param low worker and sequence
 */
public record Flake(long high, long low) implements Comparable<Flake> {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
    private static final int WIDTH = 22;

    static final int WORKER_BITS = 48;
    static final int SEQUENCE_BITS = 16;

    static Flake of(long millis, long worker, long sequence) {
        return new Flake(millis, (worker << SEQUENCE_BITS) | sequence);
    }

    /** When the id was issued, by the clock of its worker. */
    public Instant instant() {
        return Instant.ofEpochMilli(high);
    }

    /** The worker that issued the id: a hardware address or the worker id of a lease. */
    public long worker() {
        return low >>> SEQUENCE_BITS;
    }

    /** The number of the id among those of its worker and millisecond. */
    public int sequence() {
        return (int) (low & BitFields.mask(SEQUENCE_BITS));
    }

    /** The id as a {@link UUID} with the same bits. */
    public UUID toUuid() {
        return new UUID(high, low);
    }

    /** The id in a {@link UUID} that {@link #toUuid()} gave. */
    public static Flake of(UUID uuid) {
        return new Flake(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** The id as 16 bytes, the highest first. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    }

    /**
     * The id in 16 bytes that {@link #toBytes()} gave.
     *
     * @throws IllegalArgumentException if they are not 16
     */
    public static Flake of(byte[] bytes) {
        if (bytes.length != 2 * Long.BYTES) {
            throw new IllegalArgumentException("flake of " + bytes.length + " bytes: must have 16");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Flake(buffer.getLong(), buffer.getLong());
    }

    /**
     * Reads the text of an id.
     *
     * @throws IllegalArgumentException if {@link #toString()} would not have written it. The message shows the
     *     beginning of the text and the position, from 0
     */
    public static Flake parse(CharSequence text) {
        if (text.length() != WIDTH) {
            throw refused(text, "has " + text.length() + " characters; it must have " + WIDTH);
        }
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < WIDTH; i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw refused(
                        text,
                        "has " + MessageText.quoted(text.charAt(i)) + " at position " + i + "; it must have one of "
                                + ALPHABET);
            }
            value = value.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        if (value.bitLength() > 2 * Long.SIZE) {
            String max = new Flake(-1, -1).toString();
            int position = 0;
            while (text.charAt(position) == max.charAt(position)) {
                position++;
            }
            throw refused(text, "is more than " + max + ", the largest, from position " + position + " on");
        }
        return new Flake(value.shiftRight(Long.SIZE).longValue(), value.longValue());
    }

    private static IllegalArgumentException refused(CharSequence text, String why) {
        return new IllegalArgumentException("flake " + MessageText.quoted(text) + " " + why);
    }

    /** 22 letters and digits in base 62, in the order of the ids. */
    @Override
    public String toString() {
        BigInteger rest = new BigInteger(1, toBytes());
        char[] text = new char[WIDTH];
        for (int i = WIDTH - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            text[i] = ALPHABET.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(text);
    }

    /** The order of the bytes as unsigned numbers: by time, worker and sequence. */
    @Override
    public int compareTo(Flake other) {
        int byTime = Long.compareUnsigned(high, other.high);
        return byTime != 0 ? byTime : Long.compareUnsigned(low, other.low);
    }
}
