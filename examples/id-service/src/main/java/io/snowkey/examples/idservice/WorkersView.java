// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.WorkerStatus;
import org.jspecify.annotations.Nullable;

/**
 * The workers of the namespace.
 *
 * @param namespace the name of the namespace, within which ids are unique
 * @param layout the layout of the ids
 * @param now the time of this node
 * @param asOf when the table was read
 * @param workerId the worker id of this node, or {@code null} if it holds none
 * @param workers those that were ever acquired, in the order of their worker ids
 */
record WorkersView(
        String namespace, LayoutView layout, Instant now, Instant asOf, @Nullable Long workerId, List<Row> workers) {

    /** The bits of an id. */
    record LayoutView(Instant epoch, long tickMillis, int timestampBits, int workerBits, int sequenceBits) {

        static LayoutView of(SnowflakeLayout layout) {
            return new LayoutView(
                    layout.epoch(),
                    layout.tick().toMillis(),
                    layout.timestampBits(),
                    layout.workerBits(),
                    layout.sequenceBits());
        }
    }

    /**
     * A worker.
     *
     * @param secondsLeft the time until it counts as gone unless it renews; 0 if it is gone already
     * @param skewMillis its clock minus the clock of the database, at its last heartbeat
     * @param issued ids issued under this generation, as of its last heartbeat
     */
    record Row(
            long workerId,
            WorkerStatus.State state,
            String instance,
            String host,
            long pid,
            long generation,
            Instant heartbeatAt,
            double secondsLeft,
            long skewMillis,
            long issued,
            Instant reservedUntil) {

        static Row of(WorkerStatus status, Instant now) {
            Duration left = Duration.between(now, status.expiresAt());
            return new Row(
                    status.workerId(),
                    status.state(),
                    status.instance(),
                    status.host(),
                    status.pid(),
                    status.generation(),
                    status.heartbeatAt(),
                    status.holder() == null ? 0 : Math.max(0, left.toMillis() / 1_000.0),
                    status.clockSkewMillis(),
                    status.issued(),
                    status.reservedUntil());
        }
    }

    /** The parts that are the same in every view. */
    record Frame(String namespace, SnowflakeLayout layout, Supplier<@Nullable Long> workerId, InstantSource clock) {

        WorkersView view(Workers.Snapshot snapshot) {
            Instant now = clock.instant();
            return new WorkersView(
                    namespace,
                    LayoutView.of(layout),
                    now,
                    Instant.ofEpochMilli(snapshot.millis()),
                    workerId.get(),
                    snapshot.rows().stream().map(row -> Row.of(row, now)).toList());
        }
    }
}
