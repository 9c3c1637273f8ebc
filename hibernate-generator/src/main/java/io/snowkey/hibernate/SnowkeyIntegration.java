// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.service.spi.ServiceContributor;

/**
 * How Snowkey joins a persistence unit. Public because Hibernate finds it as a service and creates it by reflection; not
 * for use otherwise.
 */
public final class SnowkeyIntegration implements ServiceContributor {

    /** For Hibernate. */
    public SnowkeyIntegration() {}

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        builder.addInitiator(new UnitIds.Initiator());
    }
}
