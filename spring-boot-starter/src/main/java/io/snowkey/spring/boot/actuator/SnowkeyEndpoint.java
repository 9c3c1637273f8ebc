// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

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
 * Shows the lease of this process, the workers of the namespace, and the parts of an id. Reading issues no id and
 * acquires nothing. Without the database, the lease can still be seen.
 */
@Endpoint(id = "snowkey")
final class SnowkeyEndpoint {

    /** How many workers are shown at most. There may be 65,536 of them, and more. */
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
     * @param lease the lease of this process, or {@code null} if there is none at present or it is not known
     * @param workers the workers of the namespace as its table has them: first active ones, then expired, cooling and
     *     free ones, each by worker id. At most 1,000; the view {@code snowkey_worker_status} has all.
     * @param workerStates how many workers there are of each state, with all of them counted
     * @param workersTrouble why the workers cannot be read, or {@code null}
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
     * The lease of this process. Ids are issued with timestamps from {@code from} to before {@code until}. If the lease
     * was lost, or its claim has ended, only the trouble is shown: another process may have the worker id by now.
     */
    record LeaseView(
            @Nullable Long workerId,
            @Nullable Instant from,
            @Nullable Instant until,
            boolean issuing,
            @Nullable String trouble) {}

    /** The parts of an id. The id is written as text, because JavaScript cannot hold it as a number. */
    record IdView(String id, Instant instant, long workerId, long sequence, Map<String, String> texts) {}

    @ReadOperation
    Overview overview() {
        List<WorkerStatus> workers = List.of();
        String trouble = null;
        try {
            workers = registry != null ? registry.workers() : workers;
        } catch (RuntimeException e) { // the connection pool throws exceptions of its own

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
     * @param id in decimal digits, or in one of the text forms. The forms are told by their length, also where all
     *     characters are digits: 11 characters are base 62, 13 are base 32. A decimal number of that length can be
     *     given with zeros in front.
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
        int digits = TextForm.DECIMAL.width();
        if (id.isEmpty() || id.length() > digits || !id.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("id \"" + id + "\": must be 1 to " + digits + " decimal digits");
        }
        return TextForm.DECIMAL.parse("0".repeat(digits - id.length()) + id);
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
        Throwable trouble = lease.renewalFailure();
        return new LeaseView(
                held != null ? held.workerId() : null,
                held != null ? Instant.ofEpochMilli(held.fromMillis()) : null,
                held != null ? Instant.ofEpochMilli(held.untilMillis()) : null,
                lease.canIssue(),
                trouble != null ? trouble.getMessage() : null);
    }
}
