// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * The wall clock of a simulated process: skewed, drifting, and stepped at will. While a generator waits, each look at the
 * clock moves time on a little, so nothing waits in real time.
 */
final class SimClock implements InstantSource {

    /** Many times as often as a call looks that waits for the longest time it may. */
    private static final int MOST_LOOKS = 2_000;

    private final SimWorld world;
    private final Runnable pausing;
    private final long startedMillis;
    private final int driftPercent;
    private long offset;
    /** How often the call of a generator that is under way has looked at the clock; negative outside such calls. */
    private int looks = -1;

    /** @param pausing what may happen to a thread that looks at the clock */
    SimClock(SimWorld world, Runnable pausing) {
        this.world = world;
        this.pausing = pausing;
        this.startedMillis = world.millis();
        this.driftPercent = world.pick(-3, 0, 0, 0, 2, 20);
        correct();
    }

    /** The clock of a clone. */
    void continueLike(SimClock original) {
        offset += original.read() - read();
    }

    @Override
    public long millis() {
        if (looks >= 0) {
            pausing.run();
            if (looks > MOST_LOOKS) {
                throw new AssertionError("a call for ids has looked at the clock " + looks + " times, and goes on");
            }
            if (++looks > 3) {
                world.pass(world.between(0, 1));
                LockSupport.unpark(Thread.currentThread()); // a waiter that is about to sleep wakes at once
            }
        }
        return read();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(read());
    }

    private long read() {
        long elapsed = world.millis() - startedMillis;
        return world.millis() + elapsed * driftPercent / 100 + offset;
    }

    void jump() {
        offset += world.jump();
    }

    /** What NTP does: back to nearly the time of the database, in either direction. */
    void correct() {
        int skew = Math.toIntExact(world.maxClockSkew.toMillis());
        offset += world.databaseMillis() - read() + world.between(-skew, skew) * (long) world.between(0, 10) / 10;
    }

    /** As the clock of the database is, or behind it by a part of what is allowed. */
    void fallBehind(int percentOfAllowed) {
        offset += world.databaseMillis() - read() - world.maxClockSkew.toMillis() * percentOfAllowed / 100;
    }

    /** Marks the beginning of a generator's call; gives back what {@link #end} has to be told. */
    int begin() {
        int before = looks;
        looks = 0;
        return before;
    }

    void end(int before) {
        looks = before;
    }
}
