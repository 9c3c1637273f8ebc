// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

import io.snowkey.ClockPolicy;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of Snowkey. What is not set is left to the builders, which know the defaults and the ranges.
 *
 * @param namespace Within what ids are unique: processes with the same namespace share worker ids. 1 to 64 characters.
 * @param epoch When timestamp 0 begins. Never change it once ids exist.
 * @param tick What timestamps count in: 1 ms or a whole multiple of it, up to 1 day. Never change it once ids exist.
 * @param bits How the at most 63 bits of an id are divided. Never change it once ids exist.
 * @param workerId Fixed worker id. No registry and no DataSource is needed then, and nothing guards it: give each process
 *     another one.
 * @param workerIds Worker ids that this process may lease, such as 0-511. One range per region needs no coordination
 *     between regions. All that the layout has, unless set.
 * @param instance Stable name of this process, under which it gets its last worker id back after a restart. The name of
 *     the pod or host unless set.
 * @param clock What happens when the clock of this machine goes backwards.
 * @param registry The registry of worker ids in the database.
 */
@ConfigurationProperties("snowkey")
record SnowkeyProperties(
        @Nullable String namespace,
        @Nullable Instant epoch,
        @Nullable Duration tick,
        @DefaultValue Bits bits,
        @Nullable Long workerId,
        @Nullable WorkerIdRange workerIds,
        @Nullable String instance,
        @DefaultValue Clock clock,
        @NestedConfigurationProperty @DefaultValue RegistryProperties registry) {

    /**
     * How the at most 63 bits of an id are divided.
     *
     * @param timestamp Bits of the timestamp, 1 to 63.
     * @param worker Bits of the worker id, 0 to 62.
     * @param sequence Bits of the sequence, 0 to 62.
     */
    record Bits(@Nullable Integer timestamp, @Nullable Integer worker, @Nullable Integer sequence) {}

    /**
     * What happens when the clock of this machine goes backwards.
     *
     * @param tolerance How far the clock may fall behind the newest id and still be waited for, up to 1 minute.
     * @param policy What to do when it falls behind by more: refuse ids, or continue from the newest one.
     */
    record Clock(@Nullable Duration tolerance, @Nullable ClockPolicy policy) {}

    SnowkeyProperties {
        if (workerId != null && workerIds != null) {
            throw new SettingsException(
                    "snowkey.worker-id is " + workerId + " and snowkey.worker-ids is " + workerIds
                            + ": a fixed worker id is not leased from a range.",
                    "Remove snowkey.worker-ids to use the fixed worker id, or snowkey.worker-id to lease one.");
        }
    }

    SnowflakeLayout layout() {
        return SettingsException.explained(() -> {
            SnowflakeLayout.Builder builder = SnowflakeLayout.builder();
            Given.to(builder::epoch, epoch);
            Given.to(builder::tick, tick);
            Given.to(builder::timestampBits, bits.timestamp);
            Given.to(builder::workerBits, bits.worker);
            Given.to(builder::sequenceBits, bits.sequence);
            return builder.build();
        });
    }

    /** With a worker id from a lease. */
    SnowflakeGenerator generator(WorkerLease lease) {
        return generator(SnowflakeGenerator.builder().lease(lease));
    }

    /** With the fixed worker id. */
    SnowflakeGenerator generator(SnowflakeLayout layout) {
        if (workerId == null) {
            throw new SettingsException(
                    "snowkey.worker-id is set, but empty.",
                    "Give it a number, or remove it to lease a worker id from the database.");
        }
        return generator(SnowflakeGenerator.builder().layout(layout).workerId(workerId));
    }

    private SnowflakeGenerator generator(SnowflakeGenerator.Builder builder) {
        return SettingsException.explained(() -> {
            Given.to(builder::clockTolerance, clock.tolerance);
            Given.to(builder::clockPolicy, clock.policy);
            return builder.build();
        });
    }

    JdbcWorkerRegistry registry(DataSource dataSource, SnowflakeLayout layout, String application) {
        return SettingsException.explained(() -> {
            JdbcWorkerRegistry.Builder builder =
                    JdbcWorkerRegistry.builder(dataSource).layout(layout);
            Given.to(builder::namespace, namespace);
            Given.to(builder::instance, instance);
            if (!application.isBlank()) {
                builder.application(application);
            }
            if (workerIds != null) {
                builder.workerIds(workerIds.first(), workerIds.last());
            }
            registry.applyTo(builder);
            return builder.build();
        });
    }
}
