// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.snowkey.Claim;
import io.snowkey.DecodedId;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.TextForm;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.WorkerStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The own lease, the workers of the namespace, and what an id says. Reading issues no id and acquires nothing. Without the
 * database there is still the own lease to see.
 */
@Endpoint(id = "snowkey")
final class SnowkeyEndpoint {

    /** There may be 65,536 of them, and more. */
    static final int MOST_WORKERS = 1000;

    private final SnowflakeGenerator generator;
    private final LeaseState lease;
    private final @Nullable JdbcWorkerRegistry registry;

    SnowkeyEndpoint(SnowflakeGenerator generator, LeaseState lease, @Nullable JdbcWorkerRegistry registry) {
        this.generator = generator;
        this.lease = lease;
        this.registry = registry;
    }

    /**
     * The state of this process and of its namespace.
     *
     * @param lease the own lease, or {@code null} if the worker id is not leased or none is held at present
     * @param workers the workers of the namespace as its table has them, those that matter most first: active ones, expired
     *     ones, cooling ones, free ones, each by worker id. At most 1,000; the view {@code snowkey_worker_status} has all.
     * @param workerStates how many there are of each state, all counted
     * @param workersTrouble why the workers cannot be said, or {@code null}
     */
    record Overview(
            LayoutView layout,
            long issued,
            @Nullable LeaseView lease,
            List<WorkerStatus> workers,
            Map<WorkerStatus.State, Long> workerStates,
            @Nullable String workersTrouble) {}

    /** The layout of the ids. */
    record LayoutView(String fields, Instant epoch, Duration tick, long maxWorkerId, Instant exhaustedAt) {}

    /**
     * The own lease: ids are issued with timestamps from {@code from} to before {@code until}. Of a lease that was lost, or that has
     * ended, there is only the trouble: its worker id may be somebody else's by now.
     */
    record LeaseView(
            @Nullable Long workerId,
            @Nullable Instant from,
            @Nullable Instant until,
            boolean issuing,
            @Nullable String trouble) {}

    /** What an id says. It is written as text, for JavaScript cannot hold it as a number. */
    record IdView(String id, Instant instant, long workerId, long sequence, Map<String, String> texts) {}

    @ReadOperation
    Overview overview() {
        List<WorkerStatus> workers = List.of();
        String trouble = null;
        try {
            workers = registry != null ? registry.workers() : workers;
        } catch (RuntimeException e) { // of the pool, too, which throws its own

            trouble = e.getMessage();
        }
        return new Overview(
                layout(generator.layout()),
                generator.statistics().issued(),
                lease(),
                workers.stream()
                        .sorted(Comparator.comparing(WorkerStatus::state).thenComparing(WorkerStatus::workerId))
                        .limit(MOST_WORKERS)
                        .toList(),
                workers.stream()
                        .collect(Collectors.groupingBy(WorkerStatus::state, TreeMap::new, Collectors.counting())),
                trouble);
    }

    /**
     * Decodes an id.
     *
     * @param id in decimal digits, or in one of the text forms, which are told by their length, also where all characters are
     *     digits: 11 characters are base 62, 13 are base 32. A decimal number of that length can be given with zeros in front.
     */
    @ReadOperation
    IdView decode(@Selector String id) {
        try {
            DecodedId decoded = generator.layout().decode(parse(id));
            Map<String, String> texts = new LinkedHashMap<>();
            texts.put("base32", TextForm.BASE32.format(decoded.id()));
            texts.put("base62", TextForm.BASE62.format(decoded.id()));
            return new IdView(
                    Long.toString(decoded.id()), decoded.instant(), decoded.workerId(), decoded.sequence(), texts);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new InvalidEndpointRequestException(message, message);
        }
    }

    private static long parse(String id) {
        for (TextForm form : TextForm.values()) {
            if (id.length() == form.width()) {
                return form.parse(id);
            }
        }
        return FormText.DECIMAL.read(id);
    }

    private static LayoutView layout(SnowflakeLayout layout) {
        return new LayoutView(
                layout.toString(), layout.epoch(), layout.tick(), layout.maxWorkerId(), layout.exhaustedAt());
    }

    private @Nullable LeaseView lease() {
        if (lease.claim() == null) {
            return null;
        }
        Claim held = lease.held();
        Throwable trouble = lease.trouble();
        return new LeaseView(
                held != null ? held.workerId() : null,
                held != null ? Instant.ofEpochMilli(held.fromMillis()) : null,
                held != null ? Instant.ofEpochMilli(held.untilMillis()) : null,
                lease.canIssue(),
                trouble != null ? trouble.getMessage() : null);
    }
}
