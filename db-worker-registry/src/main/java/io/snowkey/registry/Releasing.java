// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Releases several leases at once, and stops waiting for those that take too long. */
final class Releasing {

    private static final ShieldedLog log = ShieldedLog.of(Releasing.class);

    /** How many are released at once, so that a stuck one does not hold up the others. */
    private static final int AT_ONCE = 4;

    private final List<JdbcWorkerLease> leases;
    private final Queue<JdbcWorkerLease> left;
    private final Errands threads;
    private final List<Errand<@Nullable Void>> errands = new ArrayList<>();

    Releasing(List<JdbcWorkerLease> leases, Errands threads, Consumer<JdbcWorkerLease> release) {
        this.leases = leases;
        this.left = new ConcurrentLinkedQueue<>(leases);
        this.threads = threads;
        for (int i = 0; i < Math.min(AT_ONCE, leases.size()); i++) {
            Errand<@Nullable Void> errand = new Errand<>(
                    () -> {
                        for (JdbcWorkerLease lease = left.poll(); lease != null; lease = left.poll()) {
                            release.accept(lease);
                        }
                        return null;
                    },
                    nothing -> {});
            errands.add(errand.start(threads.threads(), "release"));
        }
    }

    /**
     * Waits until the deadline. A lease that is not released by then is given up and logged.
     *
     * @throws Error if a release ended with it
     */
    void await(long deadline, Duration patience) {
        for (Errand<?> errand : errands) {
            errand.awaitEnd(deadline);
        }
        giveUpTheRest(patience);
        for (Errand<?> errand : errands) {
            if (errand.isFailed()) {
                errand.result();
            }
        }
    }

    private void giveUpTheRest(Duration patience) {
        List<JdbcWorkerLease> stuck =
                leases.stream().filter(lease -> !lease.isReleased()).toList();
        if (stuck.isEmpty()) {
            return;
        }
        left.clear();
        log.warn(
                "Closed without an answer of the database within {}. Not given back: {}. No id is issued under {} any more, and"
                        + " others can have {} once the reservation is over.",
                Words.of(patience),
                stuck.stream().map(JdbcWorkerLease::toString).collect(Collectors.joining("; ")),
                stuck.size() == 1 ? "it" : "them",
                stuck.size() == 1 ? "it" : "them");
        for (Errand<?> errand : errands) {
            threads.end(errand); // so that it does not hold up the close of the pool
        }
    }
}
