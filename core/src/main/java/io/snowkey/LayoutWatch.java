// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/** Warns once when a layout is about to end. */
final class LayoutWatch {

    private final SnowflakeLayout layout;
    private final long warnFromMillis;
    private final InstantSource clock;
    private final GeneratorObserver observer;
    private final AtomicBoolean warned = new AtomicBoolean();

    LayoutWatch(SnowflakeLayout layout, Duration ahead, InstantSource clock, GeneratorObserver observer) {
        this.layout = layout;
        this.clock = clock;
        this.observer = observer;
        Instant end = layout.exhaustedAt();
        Duration whole = Duration.between(layout.epoch(), end);
        // A layout that lasts less long than that is about to end from its first day.
        this.warnFromMillis =
                ahead.compareTo(whole) >= 0 ? Long.MIN_VALUE : end.minus(ahead).toEpochMilli();
    }

    void look() {
        if (!warned.get() && clock.millis() >= warnFromMillis && warned.compareAndSet(false, true)) {
            observer.layoutEndsSoon(layout);
        }
    }
}
