// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;

/** The time of the machine. */
final class SystemTime implements TimeSource {

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
}
