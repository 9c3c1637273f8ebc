// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

/** The own lease, all workers of the namespace, and what an id says. Reading issues no id and acquires nothing. */
@Endpoint(id = "snowkey")
final class SnowkeyEndpoint {

    private final SnowflakeGenerator generator;
    private final @Nullable LeaseState lease;
    private final @Nullable JdbcWorkerRegistry registry;

    SnowkeyEndpoint(SnowflakeGenerator generator, @Nullable LeaseState lease, @Nullable JdbcWorkerRegistry registry) {
        this.generator = generator;
        this.lease = lease;
        this.registry = registry;
    }

    /**
     * The state of this process and of its namespace.
     *
     * @param lease the own lease, or {@code null} if the worker id is not leased or none is held at present
     * @param workers all workers of the namespace as its table has them; empty without a registry
     */
    record Overview(LayoutView layout, long issued, @Nullable LeaseView lease, List<WorkerStatus> workers) {}

    /** The layout of the ids. */
    record LayoutView(String fields, Instant epoch, Duration tick, long maxWorkerId, Instant exhaustedAt) {}

    /** The own lease: ids are issued with timestamps from {@code from} to before {@code until}. */
    record LeaseView(long workerId, Instant from, Instant until, boolean issuing, @Nullable String trouble) {}

    /** What an id says. It is written as text, for JavaScript cannot hold it as a number. */
    record IdView(String id, Instant instant, long workerId, long sequence, Map<String, String> texts) {}

    @ReadOperation
    Overview overview() {
        return new Overview(
                layout(generator.layout()),
                generator.statistics().issued(),
                lease(),
                registry != null ? registry.workers() : List.of());
    }

    /**
     * Decodes an id.
     *
     * @param id in decimal digits, or in one of the other text forms, which are told by their length
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
        if (!id.isEmpty() && id.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return Long.parseLong(id);
        }
        return (id.length() == TextForm.BASE32.width() ? TextForm.BASE32 : TextForm.BASE62).parse(id);
    }

    private static LayoutView layout(SnowflakeLayout layout) {
        return new LayoutView(
                layout.toString(), layout.epoch(), layout.tick(), layout.maxWorkerId(), layout.exhaustedAt());
    }

    private @Nullable LeaseView lease() {
        Claim claim = lease != null ? lease.claim() : null;
        if (lease == null || claim == null) {
            return null;
        }
        Throwable trouble = lease.trouble();
        return new LeaseView(
                claim.workerId(),
                Instant.ofEpochMilli(claim.fromMillis()),
                Instant.ofEpochMilli(claim.untilMillis()),
                lease.canIssue(),
                trouble != null ? trouble.getMessage() : null);
    }
}
