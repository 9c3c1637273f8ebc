// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A wall clock that shows what a test tells it to, and a monotonic clock beside it. */
final class SettableClock implements InstantSource {

    private final AtomicLong millis;
    private final AtomicLong passedMillis = new AtomicLong();

    SettableClock(long millis) {
        this.millis = new AtomicLong(millis);
    }

    static SettableClock at(String instant) {
        return new SettableClock(Instant.parse(instant).toEpochMilli());
    }

    void set(long newMillis) {
        millis.set(newMillis);
    }

    /** The wall clock is set forward or back. */
    void advance(long byMillis) {
        millis.addAndGet(byMillis);
    }

    /** Time passes, on both clocks. */
    void pass(long byMillis) {
        millis.addAndGet(byMillis);
        passedMillis.addAndGet(byMillis);
    }

    /** Time passes, but the wall clock stands still. */
    void passUnseen(long byMillis) {
        passedMillis.addAndGet(byMillis);
    }

    long nanoTime() {
        return passedMillis.get() * 1_000_000;
    }

    @Override
    public long millis() {
        return millis.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }
}
