// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of a registry and its way to sleep, all passed in.
 *
 * @param clock the wall clock: the time that ids carry
 * @param nanoTime elapsed time in nanoseconds: nobody steps it, so it measures round trips and waits
 * @param pause how to let time pass
 */
record Time(InstantSource clock, LongSupplier nanoTime, Pause pause) {

    interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    static Time system(InstantSource clock) {
        return new Time(clock, System::nanoTime, duration -> Thread.sleep(duration.toMillis()));
    }

    long millis() {
        return clock.millis();
    }

    Duration since(long nanos) {
        return Duration.ofNanos(nanoTime.getAsLong() - nanos);
    }
}
