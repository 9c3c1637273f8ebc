// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.snowkey.registry.Acquisition.AcquiredWorker;
import io.snowkey.registry.WorkerTable.LeaseKey;
import io.snowkey.registry.WorkerTable.Successor;
import org.jspecify.annotations.Nullable;

/**
 * Repairs the table after a heartbeat or a release was refused. Mostly another process took the worker id, which is
 * as it should be. But the database may also know less than it had acknowledged: it failed over and lost commits, it
 * was restored from a dump, or a table was truncated. Then it may have handed out the same ids again. It may do so
 * once more, unless it is told where they end. For one thread at a time.
 */
final class Repairs {

    private static final NonThrowingLog log = NonThrowingLog.of(Repairs.class);

    /** What became of a worker id that was lost. */
    enum Cause {
        /** Another process took it, as is allowed. */
        TAKEN,
        /** A clone of this process renews the very same lease. */
        CLONED,
        /** The database had lost commits that it had acknowledged. */
        WENT_BACK,
        /** The database did not say. It is asked again at every heartbeat. */
        UNKNOWN
    }

    /**
     * A worker id that was lost.
     *
     * @param process the process that has it now; null if none has, or nothing is known
     */
    record Loss(Cause cause, @Nullable String process, Instant from, Instant until) {}

    /** The end of the ids of a lease, which the database may not know. */
    private record PendingRepair(LeaseKey key, long fromMillis, long markMillis) {}

    private final WorkerTable table;
    private final Settings settings;
    private final Time time;
    private final Retry retry;
    private final RegistryObserver observer;
    private final List<PendingRepair> pending = new ArrayList<>();

    Repairs(Acquisition acquisition) {
        this.table = acquisition.table();
        this.settings = acquisition.settings();
        this.time = acquisition.time();
        this.retry = acquisition.retry();
        this.observer = acquisition.observer();
    }

    /**
     * Puts a lease back into a table that went back to a time before the lease was acquired. This works only if
     * nobody holds the worker id. So a table that is emptied stops no process, even if there is no other worker id to
     * go on with.
     *
     * @return whether the lease is in the table again, and may go on
     */
    boolean reinstall(AcquiredWorker mine) {
        long from = mine.grant().claim().fromMillis();
        try {
            boolean back = retry.of(
                    Retry.BRIEFLY,
                    () -> table.reinstall(
                            mine.key(),
                            mine.mark().fence(),
                            from,
                            time.millis(),
                            mine.grant().claim().issued()));
            if (back) {
                PendingRepair repair =
                        new PendingRepair(mine.key(), from, mine.grant().claim().highWaterMillis());
                wentBack(repair, successor(repair), "It is held again, and ids go on under it.");
            }
            return back;
        } catch (SQLException | RuntimeException e) {
            log.warn(
                    "Worker {} could not be put back into the table: {}",
                    mine.key().workerId(),
                    e.getMessage());
            return false;
        }
    }

    /**
     * Makes sure that nobody issues the ids of a sealed lease again. If that fails now, a later heartbeat tries
     * again.
     *
     * @param markMillis where the ids of the lease ended
     */
    Loss protectIssuedIds(AcquiredWorker sealed, long markMillis) {
        PendingRepair repair =
                new PendingRepair(sealed.key(), sealed.grant().claim().fromMillis(), markMillis);
        Loss loss = tryRepair(repair);
        if (loss.cause() == Cause.UNKNOWN || time.millis() < markMillis) {
            pending.add(repair);
        }
        return loss;
    }

    /**
     * Repeats the repairs that are not finished. A repair that succeeded is done again until the clock of this
     * process is past the mark, because the database may go back another time.
     */
    void retryPending() {
        pending.removeIf(repair -> tryRepair(repair).cause() != Cause.UNKNOWN && time.millis() >= repair.markMillis());
    }

    private Loss tryRepair(PendingRepair repair) {
        try {
            boolean wentBack = retry.of(Retry.BRIEFLY, () -> table.repair(repair.key(), repair.markMillis()));
            if (!wentBack && retry.of(Retry.BRIEFLY, () -> table.isUnrecorded(repair.key()))) {
                return loss(Cause.UNKNOWN, repair, null);
            }
            Successor successor = successor(repair);
            if (wentBack) {
                wentBack(repair, successor, "No id is issued under it any more.");
                return loss(Cause.WENT_BACK, repair, successor);
            }
            boolean cloned = successor != null && successor.same();
            return loss(cloned ? Cause.CLONED : Cause.TAKEN, repair, successor);
        } catch (SQLException | RuntimeException e) {
            log.warn(
                    "Worker {} was lost, and the database could not be asked what became of it. The next heartbeat asks"
                            + " again: {}",
                    repair.key().workerId(),
                    e.getMessage());
            return loss(Cause.UNKNOWN, repair, null);
        }
    }

    /** Asks who has the worker id now. The answer is used in messages only, so a failure changes nothing. */
    private @Nullable Successor successor(PendingRepair repair) {
        try {
            Optional<Successor> known = table.successor(repair.key(), repair.fromMillis(), repair.markMillis());
            return known.orElse(null);
        } catch (SQLException | RuntimeException e) {
            log.debug("Nothing is known of who has worker {}", repair.key().workerId(), e);
            return null;
        }
    }

    private static Loss loss(Cause cause, PendingRepair repair, @Nullable Successor successor) {
        Instant since = successor == null ? null : successor.since();
        return new Loss(
                cause,
                successor == null ? null : successor.process(),
                since != null ? since : Instant.ofEpochMilli(repair.fromMillis()),
                Instant.ofEpochMilli(repair.markMillis()));
    }

    private void wentBack(PendingRepair repair, @Nullable Successor successor, String consequence) {
        Loss loss = loss(Cause.WENT_BACK, repair, successor);
        boolean taken = successor != null && successor.since() != null;
        log.error(
                "The database of the registry has lost what it had acknowledged: it failed over without its newest"
                        + " commits, or was restored, or rows were deleted. (A clone of this process that gave the"
                        + " worker id back looks the same.) Worker {} of the namespace '{}', generation {}: {} {}",
                repair.key().workerId(),
                settings.namespace(),
                repair.key().generation(),
                taken
                        ? "the worker id was handed out again meanwhile. Ids with timestamps from " + loss.from()
                                + " to " + loss.until() + " may have been issued twice."
                        : "as far as the table knows, nobody else had it meanwhile. If somebody had, ids with"
                                + " timestamps from "
                                + loss.from() + " to " + loss.until() + " may have been issued twice.",
                consequence);
        observer.databaseWentBack(repair.key().workerId(), repair.key().generation(), loss.from(), loss.until());
    }
}
