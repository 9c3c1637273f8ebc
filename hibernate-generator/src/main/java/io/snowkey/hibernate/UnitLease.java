// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Collection;

import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.WorkerLeaseProvider;
import io.snowkey.WorkerLeaseProvider.Connections;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.service.ServiceRegistry;
import org.jspecify.annotations.Nullable;

/** The lease of a persistence unit, on its own connections: one for all its generators. */
final class UnitLease {

    private final UnitSettings settings;
    private final ServiceRegistry services;
    private @Nullable WorkerLease lease;

    UnitLease(UnitSettings settings, ServiceRegistry services) {
        this.settings = settings;
        this.services = services;
    }

    /**
     * The lease, which has not acquired anything yet.
     *
     * @throws IllegalArgumentException if it cannot be had in this unit, or a setting is wrong
     */
    synchronized WorkerLease of(SnowflakeLayout layout) {
        if (lease == null) {
            WorkerLeaseProvider provider = provider(services, "'" + SnowkeySettings.WORKER_ID + "' is 'leased'");
            if (services.getService(MultiTenantConnectionProvider.class) != null) {
                throw new IllegalArgumentException("setting '" + SnowkeySettings.WORKER_ID
                        + "' is 'leased', but the unit has several tenants, each"
                        + " with connections of its own, and none for the registry of worker ids. Lease the"
                        + " worker id in the application, and put the generator under '"
                        + SnowkeySettings.GENERATOR + "'.");
            }
            lease = provider.lease(layout, settings.ofSnowkey(), connections());
        }
        return lease;
    }

    ServiceRegistry services() {
        return services;
    }

    /** The next one is another lease. */
    synchronized void forget() {
        lease = null;
    }

    private Connections<?> connections() {
        // Asked for late: it may not exist yet, and it need not while mappings are only looked at.
        return new Lending<>(
                () -> services.requireService(ConnectionProvider.class).getConnection(),
                connection -> services.requireService(ConnectionProvider.class).closeConnection(connection));
    }

    /**
     * The registry of worker ids.
     *
     * @param why the setting that asks for it
     * @throws IllegalArgumentException if there is none, or more than one
     */
    static WorkerLeaseProvider provider(ServiceRegistry services, String why) {
        Collection<WorkerLeaseProvider> found =
                services.requireService(ClassLoaderService.class).loadJavaServices(WorkerLeaseProvider.class);
        if (found.size() != 1) {
            throw new IllegalArgumentException("setting " + why + ", which takes one registry of worker ids, and "
                    + (found.isEmpty()
                            ? "there is none. Add the dependency io.snowkey:snowkey-db-worker-registry."
                            : "there are " + found + ". Keep one of them."));
        }
        return found.iterator().next();
    }

    private interface Opening<C> {
        C open() throws Exception;
    }

    private interface GivingBack<C> {
        void giveBack(C connection) throws Exception;
    }

    /** What a connection is, only its owner and its borrower know. */
    private record Lending<C>(Opening<C> opening, GivingBack<C> givingBack) implements Connections<C> {

        @Override
        public C open() throws Exception {
            return opening.open();
        }

        @Override
        public void giveBack(C connection) throws Exception {
            givingBack.giveBack(connection);
        }
    }
}
