// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that shows what a test tells it to. */
final class SettableClock implements InstantSource {

    private final AtomicLong millis;

    SettableClock(long millis) {
        this.millis = new AtomicLong(millis);
    }

    static SettableClock at(String instant) {
        return new SettableClock(Instant.parse(instant).toEpochMilli());
    }

    void set(long newMillis) {
        millis.set(newMillis);
    }

    void advance(long byMillis) {
        millis.addAndGet(byMillis);
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
