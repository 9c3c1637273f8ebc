// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.snowkey.SnowkeyException;
import io.snowkey.registry.WorkerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The table of workers as it was a moment ago. One thread reads it every second or so. So a request costs the database
 * nothing and waits for nothing, however many there are. While the database is away, the last state stays.
 */
final class Workers implements AutoCloseable {

    private final Supplier<List<WorkerStatus>> table;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private volatile @Nullable Snapshot snapshot;

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the thread
    Workers(Supplier<List<WorkerStatus>> table, Duration refresh, InstantSource clock) {
        this.table = table;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread created = new Thread(work, "id-service-workers");
            created.setDaemon(true);
            return created;
        });
        thread.scheduleWithFixedDelay(this::read, 0, refresh.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read() {
        try {
            List<WorkerStatus> rows = List.copyOf(table.get());
            snapshot = new Snapshot(clock.millis(), rows);
        } catch (SnowkeyException e) {
            // The registry's own heartbeats report that, in the log and in the meters.
        }
    }

    /** The newest state of the table, or {@code null} if it could not be read yet. */
    @Nullable
    Snapshot latest() {
        return snapshot;
    }

    /** The nodes that are alive. Workers of other applications in the namespace are not among them. */
    List<Peer> live(String application) {
        Snapshot latest = snapshot;
        if (latest == null) {
            return List.of();
        }
        Map<PeerAddress, Set<Long>> nodes = new LinkedHashMap<>();
        for (WorkerStatus row : latest.rows) {
            if (row.state() == WorkerStatus.State.ACTIVE && row.application().equals(application)) {
                PeerAddress.in(row.instance())
                        .ifPresent(address -> nodes.computeIfAbsent(address, unknown -> new HashSet<>())
                                .add(row.workerId()));
            }
        }
        return nodes.entrySet().stream()
                .map(node -> new Peer(node.getKey(), Set.copyOf(node.getValue())))
                .toList();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /**
     * A state of the table.
     *
     * @param millis when it was read, in milliseconds since 1970
     */
    record Snapshot(long millis, List<WorkerStatus> rows) {}
}
