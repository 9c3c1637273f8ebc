// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the settings of the application cannot be used as they are. Not for users: it is public only for the other
 * packages of the starter.
 */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The property of each setting, by the name that the builders use for the setting. */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("namespace", "snowkey.namespace"),
            Map.entry("epoch", "snowkey.epoch"),
            Map.entry("tick", "snowkey.tick"),
            Map.entry("timestampBits", "snowkey.bits.timestamp"),
            Map.entry("workerBits", "snowkey.bits.worker"),
            Map.entry("datacenterBits", "snowkey.bits.datacenter"),
            Map.entry("sequenceBits", "snowkey.bits.sequence"),
            Map.entry("workerId", "snowkey.worker-id"),
            Map.entry("workerIds", "snowkey.worker-ids"),
            Map.entry("instance", "snowkey.instance"),
            Map.entry("application", "spring.application.name"),
            Map.entry("clockTolerance", "snowkey.clock.tolerance"),
            Map.entry("burst", "snowkey.clock.burst"),
            Map.entry("warnBeforeEnd", "snowkey.clock.warn-before-end"),
            Map.entry("tablePrefix", "snowkey.registry.table-prefix"),
            Map.entry("ttl", "snowkey.registry.ttl"),
            Map.entry("heartbeat", "snowkey.registry.heartbeat"),
            Map.entry("reservation", "snowkey.registry.reservation"),
            Map.entry("maxClockSkew", "snowkey.registry.max-clock-skew"),
            Map.entry("maxWait", "snowkey.registry.max-wait"),
            Map.entry("holderRetention", "snowkey.registry.holder-retention"),
            Map.entry("closeTimeout", "snowkey.registry.close-timeout"),
            Map.entry("quietAfter", "snowkey.registry.quiet-after"),
            Map.entry("claimWait", "snowkey.registry.claim-wait"));

    /** The first word of a builder's message, and all words that can only be the name of a setting. */
    private static final Pattern SETTING = Pattern.compile("^[A-Za-z]+|\\b[a-z]+[A-Z][A-Za-z]*\\b");

    private final String action;

    /**
     * Creates the exception.
     *
     * @param description which property has which value, and what is wrong with it
     * @param action what to do about it
     */
    public SettingsException(String description, String action) {
        this(description, action, null);
    }

    private SettingsException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    /** What to do about it. */
    String action() {
        return action;
    }

    /**
     * Runs something that may refuse its settings. The message then names the properties.
     *
     * @throws SettingsException if it refuses one
     */
    static <T> T explained(Supplier<T> build) {
        return explained(PROPERTIES, build);
    }

    /**
     * Does the same for a builder with settings of its own.
     *
     * @param properties the properties by the builder's names
     * @throws SettingsException if it refuses one
     */
    public static <T> T explained(Map<String, String> properties, Supplier<T> build) {
        try {
            return build.get();
        } catch (IllegalArgumentException e) {
            String message = SETTING.matcher(String.valueOf(e.getMessage()))
                    .replaceAll(word -> properties.getOrDefault(word.group(), word.group()));
            throw new SettingsException(message, "Change the property to a value that fits.", e);
        }
    }
}
