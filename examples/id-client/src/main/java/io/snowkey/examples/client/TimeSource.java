// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;

/** Tells the time, and waits. Tests have an implementation of their own. */
interface TimeSource {

    /** The time of the machine. */
    TimeSource SYSTEM = new TimeSource() {
        private final InstantSource clock = InstantSource.system();

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        @SuppressWarnings({"WaitNotInLoop", "ResultOfMethodCallIgnored"}) // callers loop
        public void await(Condition condition, long nanos) throws InterruptedException {
            condition.awaitNanos(nanos);
        }
    };

    /** The same as {@link System#nanoTime}. */
    long nanoTime();

    /** The wall clock. A {@code Retry-After} with a date is compared with it. */
    Instant now();

    /** Waits for a signal, for at most this many nanoseconds. It may return earlier without one. */
    void await(Condition condition, long nanos) throws InterruptedException;
}
