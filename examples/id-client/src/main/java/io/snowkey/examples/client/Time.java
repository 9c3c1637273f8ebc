// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** Time and waiting, which tests play themselves. */
interface Time {

    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** The wall clock, which {@code Retry-After} with a date is compared with. */
    Instant now();

    /** Waits for a signal for at most so long; may return earlier, for no reason. */
    void await(Condition condition, long nanos) throws InterruptedException;
}
