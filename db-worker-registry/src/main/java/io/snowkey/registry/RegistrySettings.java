// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLeaseProvider.Connections;

/** The settings of a registry as texts by name, as a configuration file has them. */
record RegistrySettings(Map<String, String> texts) {

    private static final String TABLE_PREFIX = "snowkey.registry.table-prefix";
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:\\s*-\\s*(\\d{1,18}))?");

    /**
     * Builds the registry that the settings describe.
     *
     * @throws IllegalArgumentException if a setting cannot be read or is out of range
     */
    JdbcWorkerRegistry registry(SnowflakeLayout layout, Connections<?> connections) {
        JdbcWorkerRegistry.Builder builder = JdbcWorkerRegistry.builder(new ConnectionsDataSource(connections))
                .layout(layout);
        read("snowkey.namespace", Function.identity(), builder::namespace);
        read("snowkey.instance", Function.identity(), builder::instance);
        read("snowkey.application", Function.identity(), builder::application);
        read("snowkey.worker-ids", RegistrySettings::range, range -> builder.workerIds(range.first, range.last));
        read("snowkey.registry.ttl", RegistrySettings::duration, builder::ttl);
        read("snowkey.registry.heartbeat", RegistrySettings::duration, builder::heartbeat);
        read("snowkey.registry.reservation", RegistrySettings::duration, builder::reservation);
        read("snowkey.registry.max-clock-skew", RegistrySettings::duration, builder::maxClockSkew);
        read("snowkey.registry.max-wait", RegistrySettings::duration, builder::maxWait);
        read("snowkey.registry.holder-retention", RegistrySettings::duration, builder::holderRetention);
        read("snowkey.registry.close-timeout", RegistrySettings::duration, builder::closeTimeout);
        read("snowkey.registry.quiet-after", RegistrySettings::duration, builder::quietAfter);
        read("snowkey.registry.claim-wait", RegistrySettings::duration, builder::claimWait);
        read(TABLE_PREFIX, Function.identity(), builder::tablePrefix);
        try {
            return builder.build();
        } catch (InvalidSettingException refused) {
            throw new IllegalArgumentException(
                    "setting '" + property(refused.setting()) + "': " + refused.getMessage(), refused);
        }
    }

    /** What the names of tables begin with: the setting, or else {@code unlessSet}. */
    String tablePrefix(String unlessSet) {
        return texts.getOrDefault(TABLE_PREFIX, unlessSet).strip();
    }

    /** The name that a setting of the builder has in a configuration file. */
    private static String property(String name) {
        String dashed = name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "namespace", "instance", "application", "workerIds" -> "snowkey." + dashed;
            default -> "snowkey.registry." + dashed;
        };
    }

    private <T> void read(String name, Function<String, T> parser, Consumer<T> target) {
        String text = texts.get(name);
        if (text != null) {
            try {
                target.accept(parser.apply(text.strip()));
            } catch (IllegalArgumentException unreadable) {
                throw new IllegalArgumentException(
                        "setting '" + name + "' is '" + text + "': must be " + unreadable.getMessage(), unreadable);
            }
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException("a duration such as PT30S", unreadable);
        }
    }

    private static Range range(String text) {
        Matcher form = RANGE.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("the first and the last worker id, such as 0-511, or a single one");
        }
        String last = form.group(2) != null ? form.group(2) : form.group(1);
        return new Range(Long.parseLong(form.group(1)), Long.parseLong(last));
    }

    private record Range(long first, long last) {}
}
