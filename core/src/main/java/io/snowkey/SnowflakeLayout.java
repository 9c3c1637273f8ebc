// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
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
 * <p>The first bit is always 0, so ids are positive. Ids sort by timestamp first. The three fields have at most 63 bits
 * together; unused bits at the top are 0.
 *
 * <p>Immutable and thread-safe. Two processes may share a namespace of worker ids only if their layouts are equal.
 */
public final class SnowflakeLayout {

    /**
     * 41 bits of milliseconds since 2025-01-01T00:00:00Z, 10 bits of worker id, 12 bits of sequence. That is 1,024
     * workers with 4,096 ids per millisecond each, until September 2094.
     */
    public static final SnowflakeLayout DEFAULT = builder().build();

    /**
     * The layout of Twitter, today X. 41 bits of milliseconds since 2010-11-04T01:42:54.657Z, 5 bits of datacenter and
     * 5 of machine, 12 bits of sequence. Until July 2080.
     */
    public static final SnowflakeLayout TWITTER = builder()
            .epoch(Instant.ofEpochMilli(1_288_834_974_657L))
            .datacenterBits(5)
            .build();

    /**
     * The layout of Discord: like {@link #TWITTER}, but since 2015-01-01T00:00:00Z. Discord calls the datacenter
     * worker, and the machine process. It has a 42nd bit of timestamp, which is 0 in positive ids. Until September
     * 2084.
     */
    public static final SnowflakeLayout DISCORD = builder()
            .epoch(Instant.parse("2015-01-01T00:00:00Z"))
            .datacenterBits(5)
            .build();

    /**
     * The layout of Instagram: milliseconds since 2011-08-24T21:07:01.721Z, 13 bits of shard, here the worker id, 10
     * bits of sequence. Instagram has a 41st bit of timestamp, which is 0 in positive ids. Until June 2046.
     */
    public static final SnowflakeLayout INSTAGRAM = builder()
            .epoch(Instant.ofEpochMilli(1_314_220_021_721L))
            .timestampBits(40)
            .workerBits(13)
            .sequenceBits(10)
            .build();

    /**
     * The layout of Sonyflake. 39 bits of 10 milliseconds since 2014-09-01T00:00:00Z, 8 bits of sequence, and after
     * them 16 bits of machine, here the worker id. Until November 2188.
     */
    public static final SnowflakeLayout SONYFLAKE = builder()
            .epoch(Instant.parse("2014-09-01T00:00:00Z"))
            .tick(Duration.ofMillis(10))
            .timestampBits(39)
            .workerBits(16)
            .sequenceBits(8)
            .order(Order.SEQUENCE_WORKER)
            .build();

    /**
     * Ids of 53 bits, which fit exactly into the numbers of JavaScript. 41 bits of milliseconds since
     * 2025-01-01T00:00:00Z, 5 bits of worker id, 7 bits of sequence. That is 32 workers with 128 ids per millisecond
     * each, until September 2094.
     */
    public static final SnowflakeLayout JAVASCRIPT =
            builder().workerBits(5).sequenceBits(7).build();

    private final Instant epoch;
    private final Duration tick;
    private final BitFields fields;
    private final Ticks ticks;

    private SnowflakeLayout(Builder builder) {
        this.epoch = builder.epoch;
        this.tick = builder.tick;
        this.fields = new BitFields(
                builder.timestampBits, builder.workerBits, builder.datacenterBits, builder.sequenceBits, builder.order);
        this.ticks = Ticks.of(epoch, tick, fields);
    }

    /** A builder that starts from {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from this layout. */
    public Builder toBuilder() {
        return builder()
                .epoch(epoch)
                .tick(tick)
                .timestampBits(timestampBits())
                .workerBits(workerBits())
                .datacenterBits(datacenterBits())
                .sequenceBits(sequenceBits())
                .order(order());
    }

    /** When timestamp 0 begins. */
    public Instant epoch() {
        return epoch;
    }

    /** The unit of a timestamp: 1 ms or a multiple of it. */
    public Duration tick() {
        return tick;
    }

    /** Bits of the timestamp, 1 to 63. */
    public int timestampBits() {
        return fields.timestampBits();
    }

    /** Bits of the worker id, 0 to 62. */
    public int workerBits() {
        return fields.workerBits();
    }

    /** Bits of the sequence, 0 to 62. */
    public int sequenceBits() {
        return fields.sequenceBits();
    }

    /** Which field comes after the timestamp. */
    public Order order() {
        return fields.order();
    }

    /** How many of the worker bits, from the top, name the datacenter: 0 where worker ids are not divided. */
    public int datacenterBits() {
        return fields.datacenterBits();
    }

    /** The largest worker id. */
    public long maxWorkerId() {
        return BitFields.mask(fields.workerBits());
    }

    /** The largest sequence: one less than the ids that a worker can issue per tick. */
    public long maxSequence() {
        return BitFields.mask(fields.sequenceBits());
    }

    /**
     * The worker id of a machine in a datacenter.
     *
     * @throws IllegalArgumentException if one of them does not fit its bits
     */
    public long workerId(long datacenter, long machine) {
        return fields.workerId(datacenter, machine);
    }

    /**
     * When the timestamp bits are used up: no id with this layout is issued at this time or later. Layouts that end
     * after the year 292,278,994 are said to end then.
     */
    public Instant exhaustedAt() {
        return Instant.ofEpochMilli(ticks.startMillis(ticks.ticks()));
    }

    /**
     * Takes an id apart.
     *
     * @throws IllegalArgumentException if the id is negative or has more bits than this layout: it was not made with it
     */
    public DecodedId decode(long id) {
        return new DecodedId(id, this);
    }

    /**
     * The smallest id whose {@linkplain DecodedId#instant() instant} is this one or later. It makes queries by time on
     * a primary key: {@code id >= firstId(from) and id < firstId(to)} finds exactly the ids issued from {@code from} to
     * before {@code to}. It is 0 for instants before the epoch, and {@link Long#MAX_VALUE} from {@link #exhaustedAt()}
     * on.
     */
    public long firstId(Instant instant) {
        long tick = ticks.firstFrom(instant);
        return tick >= ticks.ticks() ? Long.MAX_VALUE : fields.compose(0, ticks.point(tick));
    }

    /**
     * The largest id whose {@linkplain DecodedId#instant() instant} is this one or earlier. It is -1, which is less
     * than any id, for instants before the epoch.
     */
    public long lastId(Instant instant) {
        long tick = ticks.at(instant);
        if (tick < 0) {
            return -1;
        }
        return tick >= ticks.ticks() - 1 ? fields.maxId() : fields.compose(0, ticks.point(tick + 1)) - 1;
    }

    BitFields fields() {
        return fields;
    }

    Ticks ticks() {
        return ticks;
    }

    /** Layouts are equal if they make the same ids; {@link #datacenterBits()} is only a way to read them. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SnowflakeLayout that
                && epoch.equals(that.epoch)
                && tick.equals(that.tick)
                && fields.makesTheSameIdsAs(that.fields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(epoch, tick, timestampBits(), workerBits(), sequenceBits(), order());
    }

    /** For people: the fields with their bits, the tick and the epoch. */
    @Override
    public String toString() {
        return fields + ", tick " + tick.toMillis() + " ms, epoch " + epoch;
    }

    /** The order of the two fields after the timestamp. Ids of one worker grow in either. */
    public enum Order {
        /** The worker id, then the sequence: as Twitter and nearly all others have it. */
        WORKER_SEQUENCE,
        /** The sequence, then the worker id: as Sonyflake has it. */
        SEQUENCE_WORKER
    }

    /** Builds a {@link SnowflakeLayout}. Each setting has the value of {@link #DEFAULT} until it is given another. */
    public static final class Builder {

        private Instant epoch = Instant.parse("2025-01-01T00:00:00Z");
        private Duration tick = Duration.ofMillis(1);
        private int timestampBits = 41;
        private int workerBits = 10;
        private int sequenceBits = 12;
        private int datacenterBits;
        private Order order = Order.WORKER_SEQUENCE;

        private Builder() {}

        /** When timestamp 0 begins, in whole milliseconds, in the years 0 to 9999. Never change it once ids exist. */
        public Builder epoch(Instant epoch) {
            this.epoch = epoch;
            return this;
        }

        /** The unit of a timestamp: 1 ms or a whole multiple of it, up to a day. */
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
         * How many of the worker bits, from the top, name the datacenter; the others name the machine. 0 unless given.
         * It changes how worker ids are read, not the ids.
         */
        public Builder datacenterBits(int datacenterBits) {
            this.datacenterBits = datacenterBits;
            return this;
        }

        /** Which field comes after the timestamp; {@link Order#WORKER_SEQUENCE} unless given. */
        public Builder order(Order order) {
            this.order = order;
            return this;
        }

        /**
         * The layout.
         *
         * @throws IllegalArgumentException if a setting is outside its range, or all bits together are more than 63
         */
        public SnowflakeLayout build() {
            return new SnowflakeLayout(this);
        }
    }
}
