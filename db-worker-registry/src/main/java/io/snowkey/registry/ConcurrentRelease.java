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
final class ConcurrentRelease {

    private static final NonThrowingLog log = NonThrowingLog.of(ConcurrentRelease.class);

    /** How many are released at once, so that a stuck one does not hold up the others. */
    private static final int CONCURRENCY = 4;

    private final List<JdbcWorkerLease> leases;
    private final Queue<JdbcWorkerLease> left;
    private final BackgroundTasks tasks;
    private final List<BackgroundTask<@Nullable Void>> running = new ArrayList<>();

    ConcurrentRelease(List<JdbcWorkerLease> leases, BackgroundTasks tasks, Consumer<JdbcWorkerLease> release) {
        this.leases = leases;
        this.left = new ConcurrentLinkedQueue<>(leases);
        this.tasks = tasks;
        for (int i = 0; i < Math.min(CONCURRENCY, leases.size()); i++) {
            BackgroundTask<@Nullable Void> task = new BackgroundTask<>(
                    () -> {
                        for (JdbcWorkerLease lease = left.poll(); lease != null; lease = left.poll()) {
                            release.accept(lease);
                        }
                        return null;
                    },
                    nothing -> {});
            running.add(task.start(tasks.threads(), "release"));
        }
    }

    /**
     * Waits until the deadline. A lease that is not released by then is given up and logged.
     *
     * @throws Error if a release ended with it
     */
    void await(long deadline, Duration timeout) {
        for (BackgroundTask<?> task : running) {
            task.awaitEnd(deadline);
        }
        giveUpTheRest(timeout);
        for (BackgroundTask<?> task : running) {
            if (task.isFailed()) {
                task.result();
            }
        }
    }

    private void giveUpTheRest(Duration timeout) {
        List<JdbcWorkerLease> stuck =
                leases.stream().filter(lease -> !lease.isReleased()).toList();
        if (stuck.isEmpty()) {
            return;
        }
        left.clear();
        log.warn(
                "Closed without an answer of the database within {}. Not given back: {}. No id is issued under {} any"
                        + " more, and others can have {} once the reservation is over.",
                DurationFormat.format(timeout),
                stuck.stream().map(JdbcWorkerLease::toString).collect(Collectors.joining("; ")),
                stuck.size() == 1 ? "it" : "them",
                stuck.size() == 1 ? "it" : "them");
        for (BackgroundTask<?> task : running) {
            tasks.unblock(task); // so that it does not hold up the close of the pool
        }
    }
}
