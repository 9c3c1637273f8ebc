// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** Tells the time, and waits. Tests have an implementation of their own. */
interface TimeSource {

    /** The same as {@link System#nanoTime}. */
    long nanoTime();

    /** The wall clock. A {@code Retry-After} with a date is compared with it. */
    Instant now();

    /** Waits for a signal, for at most this many nanoseconds. It may return earlier without one. */
    void await(Condition condition, long nanos) throws InterruptedException;
}
