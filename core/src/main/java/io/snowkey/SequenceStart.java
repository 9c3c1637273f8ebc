// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * Which sequence the first id of a tick has.
 *
 * <p>It matters where rows are divided by {@code id % n}. At a low rate a tick has one id, and with {@link #ZERO} the
 * sequence of that id is 0. The lowest 12 bits of all those ids are then 0. If {@code n} is a power of two, all of them
 * land on the same shard. There are two ways out: choose {@link #SPREAD}, or divide by {@code id % 997 % n}. The second
 * one is even with both starts, because 997 is a prime, so that the timestamp takes part in the remainder.
 *
 * <p>With {@link SnowflakeLayout.Order#SEQUENCE_WORKER} the worker id takes the lowest bits. There {@code id % n}
 * mostly depends on the worker id, with both starts. Divide by {@code id % 997 % n}.
 */
public enum SequenceStart {
    /** Always 0: every tick has all ids of the layout. */
    ZERO,

    /**
     * A number that changes from tick to tick, below 2<sup>8</sup> and below an eighth of the layout's sequences. Ids
     * of one worker grow as before, and {@code id % n} is even for each power of two {@code n} up to that number: 256
     * with {@link SnowflakeLayout#DEFAULT}, 16 with {@link SnowflakeLayout#JAVASCRIPT}.
     *
     * <p>It costs ids: a tick that begins after a pause loses the ids before its start, at most 255 of 4,096. A tick
     * that follows a used-up one begins with 0, so the largest rate of ids stays the same.
     */
    SPREAD;

    private static final int MOST_BITS = 8;
    private static final int BITS_LEFT = 3;

    int bits(int sequenceBits) {
        return this == ZERO ? 0 : Math.max(0, Math.min(MOST_BITS, sequenceBits - BITS_LEFT));
    }
}
