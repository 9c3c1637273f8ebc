// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.WorkerLeaseProvider;

/**
 * Leases worker ids for callers that lend connections and have settings. Public because
 * {@link java.util.ServiceLoader} creates it. Other code uses {@link JdbcWorkerRegistry}.
 *
 * <p>The settings are those of the {@link JdbcWorkerRegistry.Builder}: {@code snowkey.namespace},
 * {@code snowkey.instance}, {@code snowkey.application}, {@code snowkey.worker-ids} such as {@code 0-511}, and
 * {@code snowkey.registry.ttl}, {@code .heartbeat}, {@code .reservation}, {@code .max-clock-skew}, {@code .max-wait},
 * {@code .holder-retention}, {@code .close-timeout}, {@code .quiet-after}, {@code .claim-wait} and
 * {@code .table-prefix}. Durations are written as in ISO 8601, such as {@code PT30S}.
 */
public final class JdbcWorkerLeaseProvider implements WorkerLeaseProvider {

    private static final String SHIPPED_PREFIX = "snowkey_";

    /** For {@link java.util.ServiceLoader}. */
    public JdbcWorkerLeaseProvider() {}

    @Override
    public WorkerLease lease(SnowflakeLayout layout, Map<String, String> settings, Connections<?> connections) {
        return new LazyWorkerLease(layout, new RegistrySettings(settings).registry(layout, connections));
    }

    @Override
    public String schema(String database, Map<String, String> settings) {
        try (InputStream script = JdbcWorkerLeaseProvider.class.getResourceAsStream("schema-" + database + ".sql")) {
            if (script == null) {
                throw new IllegalArgumentException("there is no schema of the registry for the database '" + database
                        + "': must be h2, mariadb, mysql or postgresql");
            }
            String statements = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return statements.replace(SHIPPED_PREFIX, new RegistrySettings(settings).tablePrefix(SHIPPED_PREFIX));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
