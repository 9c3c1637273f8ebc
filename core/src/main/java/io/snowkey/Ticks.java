// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Converts wall-clock milliseconds to ticks, and ticks to points of a counter.
 *
 * <p>A <em>point</em> is {@code tick << sequenceBits | sequence}: the number that a worker counts. Milliseconds that a
 * {@code long} cannot hold are given as {@link Long#MAX_VALUE}.
 *
 * @param epochMillis where tick 0 begins, in milliseconds since the Unix epoch
 * @param tickMillis length of a tick in milliseconds, at least 1
 * @param sequenceBits ids per tick, as a power of two
 * @param ticks how many ticks there are
 */
record Ticks(long epochMillis, long tickMillis, int sequenceBits, long ticks) {

    // Far from the limits of a long, so that a reading of the clock minus the epoch cannot overflow.
    private static final Instant EARLIEST_EPOCH = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST_EPOCH = Instant.parse("+10000-01-01T00:00:00Z");
    private static final Duration LONGEST_TICK = Duration.ofDays(1);
    private static final Duration LONGEST_TIME = Duration.ofMillis(Long.MAX_VALUE);

    /**
     * The scale of a layout.
     *
     * @throws IllegalArgumentException if epoch or tick are outside their ranges
     */
    static Ticks of(Instant epoch, Duration tick, BitFields fields) {
        if (epoch.isBefore(EARLIEST_EPOCH) || !epoch.isBefore(LATEST_EPOCH)) {
            throw new IllegalArgumentException("epoch " + epoch + ": must be from " + EARLIEST_EPOCH + " to before "
                    + LATEST_EPOCH + ". It is best close to the first id, for the layout's time begins with it.");
        }
        if (!epoch.equals(epoch.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException("epoch " + epoch + ": must be in whole milliseconds");
        }
        if (tick.compareTo(Duration.ofMillis(1)) < 0
                || tick.compareTo(LONGEST_TICK) > 0
                || !tick.equals(tick.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException("tick " + MessageText.of(tick)
                    + ": must be 1 ms or a whole multiple of it, up to " + MessageText.of(LONGEST_TICK));
        }
        return new Ticks(epoch.toEpochMilli(), tick.toMillis(), fields.sequenceBits(), fields.timestamps());
    }

    /** The tick that a time lies in: negative before the epoch. */
    long at(long millis) {
        long sinceEpoch = millis - epochMillis;
        // A division costs as much as all the rest of nextId, and nearly every layout counts milliseconds.
        return tickMillis == 1 ? sinceEpoch : Math.floorDiv(sinceEpoch, tickMillis);
    }

    /** The tick that an instant lies in: -1 before the epoch, {@link #ticks} after the last one. */
    long at(Instant instant) {
        Duration sinceEpoch = Duration.between(Instant.ofEpochMilli(epochMillis), instant);
        if (sinceEpoch.isNegative()) {
            return -1;
        }
        return sinceEpoch.compareTo(LONGEST_TIME) > 0 ? ticks : Math.min(ticks, sinceEpoch.toMillis() / tickMillis);
    }

    /** The first tick that begins at an instant or later: {@link #ticks} after the last one. */
    long firstFrom(Instant instant) {
        long tick = at(instant);
        boolean cut = tick < 0 || (tick < ticks && !instant.equals(Instant.ofEpochMilli(startMillis(tick))));
        return cut ? tick + 1 : tick;
    }

    /** The first tick that begins at this time or later. A claim from that time starts there. */
    long firstFrom(long millis) {
        return -Math.floorDiv(epochMillis - millis, tickMillis);
    }

    /** When a tick begins, in milliseconds since the Unix epoch. */
    long startMillis(long tick) {
        try {
            return Math.addExact(epochMillis, Math.multiplyExact(tick, tickMillis));
        } catch (ArithmeticException beyondLong) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * The first point after a claim that ends at this time. A tick that the time cuts in two is left out, and so is all
     * after the last tick of the layout.
     */
    long limit(long untilMillis) {
        long tick = untilMillis == Long.MAX_VALUE ? ticks : Math.max(0, Math.min(at(untilMillis), ticks));
        long limit = tick << sequenceBits;
        // With 63 bits of timestamp and sequence, the end is one past the largest long, so the very last point stays
        // unused.
        return limit >>> sequenceBits == tick && limit >= 0 ? limit : Long.MAX_VALUE;
    }

    /** The first point of a tick. */
    long point(long tick) {
        return tick << sequenceBits;
    }

    /** The tick of a point. */
    long tick(long point) {
        return point >>> sequenceBits;
    }

    /** The sequence of a point. */
    long sequence(long point) {
        return point & ((1L << sequenceBits) - 1);
    }

    /** The first tick of which nothing was issued, if this is the next point. */
    long firstUntouched(long nextPoint) {
        return sequence(nextPoint) == 0 ? tick(nextPoint) : tick(nextPoint) + 1;
    }
}
