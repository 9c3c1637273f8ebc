// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

import io.snowkey.LayoutPreset;
import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What ids look like.
 *
 * @param preset A layout that goes by a name, instead of tick and bits. Never change it once ids exist.
 * @param epoch When timestamp 0 begins, such as 2025-01-01T00:00:00Z. That of the preset unless set. Never change it
 *     once ids exist.
 * @param tick What timestamps count in: 1 ms or a whole multiple of it, up to 1 day. Never change it once ids exist.
 * @param bits How the at most 63 bits of an id are divided. Never change it once ids exist.
 */
@ConfigurationProperties("snowkey")
record LayoutProperties(
        @Nullable LayoutPreset preset, @Nullable String epoch, @Nullable Duration tick, @Nullable Bits bits) {

    /**
     * How the at most 63 bits of an id are divided.
     *
     * @param timestamp Bits of the timestamp, 1 to 63. Never change it once ids exist.
     * @param worker Bits of the worker id, 0 to 62. Never change it once ids exist.
     * @param datacenter How many of the worker bits, from the top, name the datacenter. It changes how worker ids are
     *     read, not the ids.
     * @param sequence Bits of the sequence, 0 to 62. Never change it once ids exist.
     * @param order Which field follows the timestamp. Never change it once ids exist.
     */
    record Bits(
            @Nullable Integer timestamp,
            @Nullable Integer worker,
            @Nullable Integer datacenter,
            @Nullable Integer sequence,
            SnowflakeLayout.@Nullable Order order) {

        void applyTo(SnowflakeLayout.Builder builder) {
            IfSet.call(builder::timestampBits, timestamp);
            IfSet.call(builder::workerBits, worker);
            IfSet.call(builder::datacenterBits, datacenter);
            IfSet.call(builder::sequenceBits, sequence);
            IfSet.call(builder::order, order);
        }
    }

    LayoutProperties {
        if (preset != null && (tick != null || bits != null)) {
            throw new SettingsException(
                    "snowkey.preset is " + preset.name().toLowerCase(Locale.ROOT) + ", and snowkey."
                            + (tick != null ? "tick" : "bits") + " is set: a preset brings its own tick and bits.",
                    "Remove snowkey.preset, or snowkey.tick and snowkey.bits.*. The epoch of a preset may be set.");
        }
    }

    SnowflakeLayout layout() {
        return SettingsException.explained(() -> {
            SnowflakeLayout.Builder builder = preset != null ? preset.layout().toBuilder() : SnowflakeLayout.builder();
            IfSet.call(builder::epoch, epochInstant());
            IfSet.call(builder::tick, tick);
            if (bits != null) {
                bits.applyTo(builder);
            }
            return builder.build();
        });
    }

    /**
     * The epoch as a moment. Spring must not read it: it takes a bare number as milliseconds, and the year 2025 would
     * be two seconds after 1970.
     */
    private @Nullable Instant epochInstant() {
        if (epoch == null) {
            return null;
        }
        try {
            return Instant.parse(epoch.strip());
        } catch (DateTimeParseException e) {
            throw new SettingsException(
                    "snowkey.epoch '" + epoch + "': must be a time with its zone, such as 2025-01-01T00:00:00Z.",
                    "Change the property to such a time, and never again once ids exist.");
        }
    }
}
