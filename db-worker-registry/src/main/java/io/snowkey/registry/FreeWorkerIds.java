// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.snowkey.registry.WorkerTable.Occupancy;

/**
 * Counts now and then how many worker ids of the range are free, and tells the observer. So an operator learns that
 * they run out before a process cannot start. Nothing depends on a count, so one that fails is left out.
 *
 * <p>It counts once a minute, and less often if the range has so many rows that counting takes long. So all
 * processes together never keep the database busy with counting. Thread-safe.
 */
final class FreeWorkerIds {

    private static final NonThrowingLog log = NonThrowingLog.of(FreeWorkerIds.class);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** The pause after a count, as a multiple of the time that the count took. The two limits above cut it. */
    private static final int SHARE = 1000;

    private final Settings settings;
    private final Time time;
    private final RegistryObserver observer;
    private final AtomicLong dueNanos;

    FreeWorkerIds(Settings settings, Time time, RegistryObserver observer) {
        this.settings = settings;
        this.time = time;
        this.observer = observer;
        this.dueNanos = new AtomicLong(time.nanoTime().getAsLong());
    }

    /** Counts, if it is time to. A heartbeat calls this if its lease has no failure. */
    void countIfDue(WorkerTable table) {
        long now = time.nanoTime().getAsLong();
        long due = dueNanos.get();
        if (now - due < 0 || !dueNanos.compareAndSet(due, now + SHORTEST.toNanos())) {
            return;
        }
        try {
            tell(table.occupancy(time.millis()), settings, observer);
            dueNanos.set(time.nanoTime().getAsLong() + pause(time.since(now)).toNanos());
        } catch (SQLException | RuntimeException e) {
            log.debug("The free worker ids could not be counted", e);
        }
    }

    /** The pause before the next count, after a count that took {@code took}. */
    static Duration pause(Duration took) {
        Duration share = took.multipliedBy(SHARE);
        if (share.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return share.compareTo(LONGEST) > 0 ? LONGEST : share;
    }

    static void tell(Occupancy occupancy, Settings settings, RegistryObserver observer) {
        long range = settings.lastWorkerId() - settings.firstWorkerId() + 1;
        observer.workerIdsCounted(Math.max(0, range - occupancy.held() - occupancy.cooling()), range);
    }
}
