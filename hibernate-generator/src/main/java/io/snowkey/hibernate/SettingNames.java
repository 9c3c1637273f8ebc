// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The names of the settings of a unit. An unknown name with our prefix is refused, not ignored. */
final class SettingNames {

    static final String OURS = "snowkey.";

    static final Set<String> OF_UNITS = Set.of(
            SnowkeySettings.GENERATOR,
            SnowkeySettings.WORKER_ID,
            SnowkeySettings.WORKER_FILE,
            SnowkeySettings.WORKER_FILE_RESERVATION,
            SnowkeySettings.WORKER_FILE_MAX_WAIT,
            SnowkeySettings.PRESET,
            SnowkeySettings.EPOCH,
            SnowkeySettings.TICK,
            SnowkeySettings.TIMESTAMP_BITS,
            SnowkeySettings.WORKER_BITS,
            SnowkeySettings.DATACENTER_BITS,
            SnowkeySettings.SEQUENCE_BITS,
            SnowkeySettings.BITS_ORDER,
            SnowkeySettings.SEQUENCE_START,
            SnowkeySettings.CLOCK_TOLERANCE,
            SnowkeySettings.CLOCK_POLICY,
            SnowkeySettings.CLOCK_BURST,
            SnowkeySettings.NAMESPACE,
            SnowkeySettings.WORKER_IDS,
            SnowkeySettings.INSTANCE,
            SnowkeySettings.APPLICATION,
            SnowkeySettings.TTL,
            SnowkeySettings.HEARTBEAT,
            SnowkeySettings.RESERVATION,
            SnowkeySettings.MAX_CLOCK_SKEW,
            SnowkeySettings.MAX_WAIT,
            SnowkeySettings.HOLDER_RETENTION,
            SnowkeySettings.CLOSE_TIMEOUT,
            SnowkeySettings.QUIET_AFTER,
            SnowkeySettings.CLAIM_WAIT,
            SnowkeySettings.SCHEMA,
            SnowkeySettings.TABLE_PREFIX,
            SnowkeySettings.TABLES_BY_HIBERNATE,
            SnowkeySettings.CHECK_COLUMNS,
            SnowkeySettings.FLAKE_GENERATOR,
            SnowkeySettings.FLAKE_WORKER,
            SnowkeySettings.FLAKE_NETWORK_INTERFACE,
            SnowkeySettings.FLAKE_FILE);

    /** Properties of the starter that mean nothing to a unit, and what does it here. */
    static final Map<String, String> OF_THE_STARTER = Map.of(
            "snowkey.registry.acquire", "a unit leases its worker id with the first key",
            "snowkey.registry.initialize-schema", "set '" + SnowkeySettings.TABLES_BY_HIBERNATE + "' to true instead",
            "snowkey.registry.platform", "a unit knows its database from its dialect",
            "snowkey.registry.flyway", "run the migrations in the jar of snowkey-db-worker-registry",
            "snowkey.registry.liquibase", "run the changelog in the jar of snowkey-db-worker-registry",
            "snowkey.clock.warn-before-end", "a unit has nobody to warn",
            "snowkey.json.ids-as-strings", "annotate the attributes for the library that writes the JSON");

    /** How many characters a slip of the finger changes at most. */
    private static final int SLIP = 2;

    private SettingNames() {}

    /**
     * Checks the names of the settings of a unit. System properties are among them, and may be meant for another part
     * of the process. So an unknown system property is refused only if it is one slip away from a name of ours.
     *
     * @throws IllegalArgumentException if there is a name that means nothing
     */
    static void check(Map<String, Object> settings) {
        new TreeMap<>(settings).forEach((name, value) -> {
            if (!name.startsWith(OURS) || value == null || OF_UNITS.contains(name)) {
                return;
            }
            boolean forAnybody = value.equals(System.getProperty(name));
            String instead = OF_THE_STARTER.get(name);
            if (instead != null) {
                if (!forAnybody) {
                    throw new IllegalArgumentException("setting '" + name + "' is one of snowkey-spring-boot-starter,"
                            + " and does nothing in a persistence unit. Remove it: " + instead + ".");
                }
                return;
            }
            String nearest = nearest(name);
            if (!forAnybody || distance(name, nearest) <= SLIP) {
                throw new IllegalArgumentException(
                        "setting '" + name + "' is unknown, and would do nothing. The nearest" + " one is '" + nearest
                                + "'. Correct the name, or remove the setting.");
            }
        });
    }

    private static String nearest(String name) {
        return OF_UNITS.stream()
                .sorted()
                .min(Comparator.comparingInt(known -> distance(name, known)))
                .orElseThrow();
    }

    /** How many characters have to be put in, taken out or replaced: the distance of Levenshtein. */
    private static int distance(String one, String other) {
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] next = new int[other.length() + 1];
            next[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(replaced, 1 + Math.min(last[j], next[j - 1]));
            }
            last = next;
        }
        return last[other.length()];
    }
}
