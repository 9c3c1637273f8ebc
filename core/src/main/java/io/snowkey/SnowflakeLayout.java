// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * How a 64-bit id divides its bits, and what its timestamp counts.
 *
 * <pre>
 *  63        62 ........................ 22 21 ......... 12 11 ............ 0
 * +----+-----------------------------------+---------------+-----------------+
 * | 0  |  timestamp: ticks since the epoch |   worker id   |    sequence     |
 * +----+-----------------------------------+---------------+-----------------+
 *           41 bits, 1 ms: 69 years             10 bits          12 bits        {@link #DEFAULT}
 * </pre>
 *
 * <p>The first bit is always 0, so ids are positive. Ids sort by timestamp first. The three fields share at most 63 bits;
 * what they leave free is 0 at the top.
 *
 * <p>Immutable and thread-safe. Two processes may share a namespace of worker ids only if their layouts are equal.
 */
public final class SnowflakeLayout {

    /**
     * 41 bits of milliseconds since 2025-01-01T00:00:00Z, 10 bits of worker id, 12 bits of sequence: 1,024 workers with
     * 4,096 ids per millisecond each, until September 2094.
     */
    public static final SnowflakeLayout DEFAULT = builder().build();

    /** The bits that are there to divide: all but the sign. */
    static final int USABLE_BITS = 63;

    private final Instant epoch;
    private final Duration tick;
    private final int timestampBits;
    private final int workerBits;
    private final int sequenceBits;
    private final Ticks ticks;

    private SnowflakeLayout(Builder builder) {
        this.epoch = builder.epoch;
        this.tick = builder.tick;
        this.timestampBits = builder.timestampBits;
        this.workerBits = builder.workerBits;
        this.sequenceBits = builder.sequenceBits;
        long count = timestampBits == USABLE_BITS ? Long.MAX_VALUE : 1L << timestampBits;
        this.ticks = new Ticks(epoch.toEpochMilli(), tick.toMillis(), sequenceBits, count);
    }

    /** A builder that starts from {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** When timestamp 0 begins. */
    public Instant epoch() {
        return epoch;
    }

    /** What a timestamp counts in: 1 ms or a multiple of it. */
    public Duration tick() {
        return tick;
    }

    /** Bits of the timestamp, 1 to 63. */
    public int timestampBits() {
        return timestampBits;
    }

    /** Bits of the worker id, 0 to 62. */
    public int workerBits() {
        return workerBits;
    }

    /** Bits of the sequence, 0 to 62. */
    public int sequenceBits() {
        return sequenceBits;
    }

    /** The largest worker id. */
    public long maxWorkerId() {
        return (1L << workerBits) - 1;
    }

    /** The largest sequence: one less than the ids that a worker can issue per tick. */
    public long maxSequence() {
        return (1L << sequenceBits) - 1;
    }

    /**
     * When the timestamp bits are used up: no id with this layout is issued at this time or later. Layouts that end after
     * the year 292,278,994 are said to end then.
     */
    public Instant exhaustedAt() {
        return instant(ticks.startMillis(ticks.ticks()));
    }

    /**
     * Takes an id apart.
     *
     * @throws IllegalArgumentException if the id is negative or has more bits than this layout: it was not made with it
     */
    public DecodedId decode(long id) {
        return new DecodedId(id, this);
    }

    /** The id at a point of a worker's counter. */
    long compose(long workerId, long point) {
        long sequence = point & maxSequence();
        return ((point ^ sequence) << workerBits) | (workerId << sequenceBits) | sequence;
    }

    /** The number of bits of an id. */
    int bits() {
        return timestampBits + workerBits + sequenceBits;
    }

    long timestampOf(long id) {
        return id >>> (workerBits + sequenceBits);
    }

    long workerIdOf(long id) {
        return (id >>> sequenceBits) & maxWorkerId();
    }

    long sequenceOf(long id) {
        return id & maxSequence();
    }

    Ticks ticks() {
        return ticks;
    }

    void requireWorkerId(long workerId) {
        if (workerId < 0 || workerId > maxWorkerId()) {
            throw new IllegalArgumentException("workerId " + workerId + ": must be 0 to " + maxWorkerId() + " with the "
                    + workerBits + " worker bits of the layout. Choose another worker id, or more worker bits.");
        }
    }

    /** An instant for messages and results: every {@code long} of milliseconds has one. */
    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SnowflakeLayout that
                && epoch.equals(that.epoch)
                && tick.equals(that.tick)
                && timestampBits == that.timestampBits
                && workerBits == that.workerBits
                && sequenceBits == that.sequenceBits;
    }

    @Override
    public int hashCode() {
        return Objects.hash(epoch, tick, timestampBits, workerBits, sequenceBits);
    }

    /** For people: the fields with their bits, the tick and the epoch. */
    @Override
    public String toString() {
        return "timestamp " + timestampBits + " | worker " + workerBits + " | sequence " + sequenceBits + ", tick "
                + tick.toMillis() + " ms, epoch " + epoch;
    }

    /** Builds a {@link SnowflakeLayout}. Each setting has the value of {@link #DEFAULT} until it is given another. */
    public static final class Builder {

        private static final Instant EARLIEST_EPOCH = Instant.parse("0000-01-01T00:00:00Z");
        private static final Instant LATEST_EPOCH = Instant.parse("+10000-01-01T00:00:00Z");

        private Instant epoch = Instant.parse("2025-01-01T00:00:00Z");
        private Duration tick = Duration.ofMillis(1);
        private int timestampBits = 41;
        private int workerBits = 10;
        private int sequenceBits = 12;

        private Builder() {}

        /** When timestamp 0 begins, in whole milliseconds, in the years 0 to 9999. Never change it once ids exist. */
        public Builder epoch(Instant epoch) {
            this.epoch = epoch;
            return this;
        }

        /** What a timestamp counts in: 1 ms or a whole multiple of it, up to a day. */
        public Builder tick(Duration tick) {
            this.tick = tick;
            return this;
        }

        /** Bits of the timestamp, 1 to 63. */
        public Builder timestampBits(int timestampBits) {
            this.timestampBits = timestampBits;
            return this;
        }

        /** Bits of the worker id, 0 to 62. */
        public Builder workerBits(int workerBits) {
            this.workerBits = workerBits;
            return this;
        }

        /** Bits of the sequence, 0 to 62. */
        public Builder sequenceBits(int sequenceBits) {
            this.sequenceBits = sequenceBits;
            return this;
        }

        /**
         * The layout.
         *
         * @throws IllegalArgumentException if a setting is outside its range, or all bits together are more than 63
         */
        public SnowflakeLayout build() {
            requireBits("timestampBits", timestampBits, 1);
            requireBits("workerBits", workerBits, 0);
            requireBits("sequenceBits", sequenceBits, 0);
            int bits = timestampBits + workerBits + sequenceBits;
            if (bits > USABLE_BITS) {
                throw new IllegalArgumentException("timestampBits " + timestampBits + " + workerBits " + workerBits
                        + " + sequenceBits " + sequenceBits + " = " + bits + ": must be at most " + USABLE_BITS
                        + ", for an id is a positive long. Take bits from one of them.");
            }
            // Far from the ends of a long, so that no reading of a clock minus the epoch overflows.
            if (epoch.isBefore(EARLIEST_EPOCH) || !epoch.isBefore(LATEST_EPOCH)) {
                throw new IllegalArgumentException("epoch " + epoch + ": must be from " + EARLIEST_EPOCH + " to before "
                        + LATEST_EPOCH + ". It is best close to the first id, for the layout's time begins with it.");
            }
            if (!epoch.equals(epoch.truncatedTo(ChronoUnit.MILLIS))) {
                throw new IllegalArgumentException("epoch " + epoch + ": must be in whole milliseconds");
            }
            Duration longest = Duration.ofDays(1);
            if (tick.compareTo(Duration.ofMillis(1)) < 0
                    || tick.compareTo(longest) > 0
                    || !tick.equals(tick.truncatedTo(ChronoUnit.MILLIS))) {
                throw new IllegalArgumentException(
                        "tick " + tick + ": must be 1 ms or a whole multiple of it, up to " + longest);
            }
            return new SnowflakeLayout(this);
        }

        private static void requireBits(String name, int bits, int min) {
            int max = min == 0 ? USABLE_BITS - 1 : USABLE_BITS;
            if (bits < min || bits > max) {
                throw new IllegalArgumentException(name + " " + bits + ": must be " + min + " to " + max);
            }
        }
    }
}
