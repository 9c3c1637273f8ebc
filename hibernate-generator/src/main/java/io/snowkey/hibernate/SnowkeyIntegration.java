// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Arrays;

import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.annotations.GenericGenerator;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.ResourceStreamLocator;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.boot.model.FunctionContributor;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.boot.spi.AdditionalMappingContributions;
import org.hibernate.boot.spi.AdditionalMappingContributor;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.InFlightMetadataCollector;
import org.hibernate.boot.spi.MetadataBuilderFactory;
import org.hibernate.boot.spi.MetadataBuilderImplementor;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Connects Snowkey to a persistence unit. It is public because Hibernate finds it as a service and creates it by
 * reflection. Applications do not use it.
 */
public final class SnowkeyIntegration
        implements ServiceContributor,
                FunctionContributor,
                MetadataBuilderFactory,
                AdditionalMappingContributor,
                Integrator {

    /** For Hibernate. */
    public SnowkeyIntegration() {}

    /** Step one: adds the service that knows where the ids of the unit come from. */
    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        builder.addInitiator(new UnitIds.Initiator());
    }

    /** With the dialect: the functions of queries that read a key. */
    @Override
    public void contributeFunctions(FunctionContributions functions) {
        KeyFunctions.contribute(functions);
    }

    /**
     * Before the mappings are read: the names of the generators, for mappings that use JPA annotations only. Where
     * names are global, a generator of the application that has one of them keeps it.
     *
     * @return {@code null}: Hibernate goes on with its own builder
     */
    @Override
    public @Nullable MetadataBuilderImplementor getMetadataBuilder(
            MetadataSources sources, MetadataBuilderImplementor defaultBuilder) {
        if (GeneratorNameConflict.isIn(sources, defaultBuilder)) {
            return null;
        }
        if (Arrays.stream(GenericGenerator.class.getMethods())
                .anyMatch(member -> member.getName().equals("name"))) {
            sources.addPackage(SnowkeyIntegration.class.getPackage());
        } else {
            // From Hibernate 8 on. Not before, where it works as well: it would have Hibernate load JAXB, for 0.7 s.
            sources.addURL(SnowkeyIntegration.class.getResource("snowkey-generators.xml"));
        }
        return null;
    }

    /** Once the mappings are read: the tables of the registry, if the unit wants them in its schema. */
    @Override
    public void contribute(
            AdditionalMappingContributions contributions,
            InFlightMetadataCollector metadata,
            ResourceStreamLocator resources,
            MetadataBuildingContext context) {
        ServiceRegistry services = context.getBuildingOptions().getServiceRegistry();
        UnitSettings settings = new UnitSettings(
                services.requireService(ConfigurationService.class).getSettings());
        try {
            if (settings.areTablesByHibernate()) {
                String platform = RegistrySchema.platform(metadata.getDatabase().getDialect());
                String ddl = UnitLease.provider(services, "'" + SnowkeySettings.TABLES_BY_HIBERNATE + "' is true")
                        .schema(platform, settings.ofSnowkey());
                new RegistrySchema(context, metadata.getDatabase()).contribute(settings, ddl);
            }
        } catch (IllegalArgumentException wrong) {
            throw new MappingException("Tables of the registry of worker ids: " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Last step: a factory opens, possibly much later and in another process. It gets its source of ids, and the
     * mappings are checked. What was acquired is given back when the factory closes.
     */
    @Override
    public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
        MappedKeys keys = MappedKeys.of(metadata.getDatabase());
        UnitIds ids = UnitIds.of(factory);
        if (KeyColumns.areChecked(ids.settings(), factory)) {
            factory.addObserver(new KeyColumns(metadata.getDatabase().getDialect(), keys));
        }
        factory.addObserver(new IgnoredKeyCheck(metadata, keys));
        ids.factoryOpened();
        factory.addObserver(new SessionFactoryObserver() {
            @Override
            public void sessionFactoryClosing(SessionFactory closing) {
                ids.factoryClosing();
            }
        });
        keys.opens(ids);
        BulkInserts.prepare(metadata, factory);
    }

    // Hibernate 6.6 declares it without a default.
    @Override
    public void disintegrate(SessionFactoryImplementor factory, SessionFactoryServiceRegistry services) {}
}
