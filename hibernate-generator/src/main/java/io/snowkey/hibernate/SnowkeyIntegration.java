// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.MetadataBuilderFactory;
import org.hibernate.boot.spi.MetadataBuilderImplementor;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * How Snowkey joins a persistence unit. Public because Hibernate finds it as a service and creates it by reflection; not
 * for use otherwise.
 */
public final class SnowkeyIntegration implements ServiceContributor, MetadataBuilderFactory, Integrator {

    /** For Hibernate. */
    public SnowkeyIntegration() {}

    /** First: the service that knows where the ids of the unit come from. */
    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        builder.addInitiator(new UnitIds.Initiator());
    }

    /**
     * Before the mappings are read: the name of the generator, for mappings that use JPA annotations only.
     *
     * @return {@code null}: Hibernate goes on with its own builder
     */
    @Override
    public @Nullable MetadataBuilderImplementor getMetadataBuilder(
            MetadataSources sources, MetadataBuilderImplementor defaultBuilder) {
        if (MetadataSources.class.getResource("/org/hibernate/xsd/mapping/mapping-7.0.xsd") != null) {
            sources.addURL(SnowkeyIntegration.class.getResource("snowflake-generator.xml"));
        } else {
            sources.addPackage(SnowkeyIntegration.class.getPackage());
        }
        return null;
    }

    /** Last: a look at what became of the mappings. */
    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        UnitIds ids = context.getServiceRegistry().requireService(UnitIds.class);
        factory.addObserver(new MissedKeys(metadata, ids));
    }

    // Hibernate 6.6 declares it without a default.
    @Override
    public void disintegrate(SessionFactoryImplementor factory, SessionFactoryServiceRegistry services) {}
}
