// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The wall clock of a process under test. It shows real time, plus or minus what the test has set. */
final class SettableClock implements InstantSource {

    private final AtomicLong offset = new AtomicLong();

    void move(Duration by) {
        offset.addAndGet(by.toMillis());
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plusMillis(offset.get());
    }
}
