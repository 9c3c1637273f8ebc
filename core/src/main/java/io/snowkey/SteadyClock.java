// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The clock of {@link ClockPolicy#CONTINUE}. It is the wall clock, unless that one is behind the newest id. Then it is
 * a line that starts at the newest id and rises with the monotonic clock. So ids go on at the pace of real time, and
 * the distance between the newest id and the wall clock does not grow.
 *
 * <pre>
 *   time in ids
 *        |              . line        the wall clock steps back at a,
 *        |            . /             {@link #goOnFrom} starts the line there;
 *        |        / .  /              at b the wall clock was set forward
 *        |      /  .  / wall          past the line, which ends with that
 *        |    /   /  /
 *        +--------a-----b------- elapsed
 * </pre>
 *
 * <p>A wall clock that steps back once more, or stands still, falls further behind the line than it was at first. Then
 * the line is no longer followed. The caller finds the clock behind again, and starts a new line from the newest id.
 * That may be well below the old line.
 *
 * <p>Thread-safe. Each thread reads the wall clock for every id. The first one that finds it past the line drops the
 * line.
 */
final class SteadyClock implements InstantSource {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final long slackMillis;
    private final AtomicReference<@Nullable Line> line = new AtomicReference<>();

    /**
     * Rises by a millisecond in each millisecond of the monotonic clock.
     *
     * @param fromMillis where it begins
     * @param fromNanos the monotonic clock there
     * @param wallMillis the wall clock there
     */
    private record Line(long fromMillis, long fromNanos, long wallMillis) {

        long at(long nanos) {
            return fromMillis + (nanos - fromNanos) / NANOS_PER_MILLI;
        }

        /** How much further the wall clock is behind the line than when the line began. */
        long lost(long nanos, long wallNow) {
            return at(nanos) - wallNow - (fromMillis - wallMillis);
        }
    }

    /**
     * A steady clock.
     *
     * @param slackMillis how much further the wall clock may fall behind before the line is drawn anew: more than two
     *     ticks
     */
    SteadyClock(InstantSource wall, LongSupplier nanoTime, long slackMillis) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.slackMillis = slackMillis;
    }

    @Override
    public long millis() {
        long now = wall.millis();
        Line followed = line.get();
        if (followed == null) {
            return now;
        }
        long nanos = nanoTime.getAsLong();
        long steady = followed.at(nanos);
        if (now >= steady) {
            line.compareAndSet(followed, null);
            return now;
        }
        return followed.lost(nanos, now) > slackMillis ? now : steady;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /**
     * Starts a line at a time that the wall clock is behind, unless the present line leads there.
     *
     * @return whether the wall clock had kept up until now, or stepped back again
     */
    boolean goOnFrom(long millis) {
        Line before = line.get();
        long now = wall.millis();
        long nanos = nanoTime.getAsLong();
        if (before != null && before.at(nanos) >= millis && before.lost(nanos, now) <= slackMillis) {
            return false; // another thread has just drawn it
        }
        boolean drawn = line.compareAndSet(before, new Line(millis, nanos, now));
        return drawn && (before == null || now < before.wallMillis());
    }
}
