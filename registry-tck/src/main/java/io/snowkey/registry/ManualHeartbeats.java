// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Heartbeats that a test calls. */
final class ManualHeartbeats implements Heartbeats {

    private final List<Runnable> beats = new CopyOnWriteArrayList<>();

    @Override
    public Runnable every(Duration interval, Runnable beat) {
        beats.add(beat);
        return () -> beats.remove(beat);
    }

    /** Sends one heartbeat for every lease. */
    void beat() {
        beats.forEach(Runnable::run);
    }

    int size() {
        return beats.size();
    }

    @Override
    public void close() {
        beats.clear();
    }
}
