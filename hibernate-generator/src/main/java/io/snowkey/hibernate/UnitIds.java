// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Map;
import java.util.function.Supplier;

import io.snowkey.Flake;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.service.Service;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.service.UnknownServiceException;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.hibernate.service.spi.Stoppable;
import org.jspecify.annotations.Nullable;

/** The ids of one persistence unit: a Hibernate service, so that there is one per unit, and nothing static. */
final class UnitIds implements Service, Stoppable {

    private UnitSettings settings;
    private UnitLease lease;
    private @Nullable IdSource<Long> snowflakes;
    private @Nullable IdSource<Flake> flakes;
    private int factories;

    UnitIds(Map<String, Object> settings, ServiceRegistry services) {
        this.settings = new UnitSettings(settings);
        this.lease = new UnitLease(this.settings, services);
    }

    /**
     * The ids of the unit that a factory belongs to. A framework that builds mappings ahead of time may run the factory
     * on other services, to which nobody has contributed: then there is one factory only, and the ids are its own. Or
     * it runs it with other settings on the services that the mappings were built with, as Quarkus does: then those of
     * the factory count.
     */
    static UnitIds of(SessionFactoryImplementor factory) {
        // Not the services of the factory itself: it would stop the ids with itself, although others still use them.
        ServiceRegistry services = factory.getSessionFactoryOptions().getServiceRegistry();
        Map<String, Object> settings =
                services.requireService(ConfigurationService.class).getSettings();
        try {
            UnitIds known = services.requireService(UnitIds.class);
            known.settingsAre(settings, services);
            return known;
        } catch (UnknownServiceException notContributed) {
            return new UnitIds(settings, services);
        }
    }

    /** Before the first factory opens: what was known until then is what the mappings were built with. */
    private synchronized void settingsAre(Map<String, Object> values, ServiceRegistry services) {
        if (factories == 0 && !settings.values().equals(values)) {
            settings = new UnitSettings(values);
            lease = new UnitLease(settings, services);
        }
    }

    /**
     * The source of the 64-bit ids. Cheap: nothing is acquired before the first id. What is wrong with the settings
     * matters only here, once an attribute asks: a unit without Snowflake keys needs none.
     *
     * @throws org.hibernate.MappingException if the settings name no source, or are wrong
     */
    synchronized IdSource<Long> snowflakes(KeyAttribute attribute) {
        if (snowflakes == null) {
            snowflakes = explained(attribute, SnowkeySettings.GENERATOR, () -> Snowflakes.of(settings, lease));
        }
        return snowflakes;
    }

    /** The source of the 128-bit ids, likewise. */
    synchronized IdSource<Flake> flakes(KeyAttribute attribute) {
        if (flakes == null) {
            flakes = explained(attribute, SnowkeySettings.FLAKE_GENERATOR, () -> Flakes.of(settings, lease));
        }
        return flakes;
    }

    /**
     * The layout of the 64-bit ids. Nothing is acquired; a generator that the application hands over late is asked for.
     *
     * @throws IllegalArgumentException if the settings are wrong
     */
    synchronized SnowflakeLayout layout() {
        Object given = settings.value(SnowkeySettings.GENERATOR);
        return given != null
                ? LazyGenerator.given(SnowkeySettings.GENERATOR, SnowflakeGenerator.class, given)
                        .get()
                        .layout()
                : settings.layout();
    }

    private <T> T explained(KeyAttribute attribute, String given, Supplier<T> source) {
        try {
            if (settings.value(given) == null) {
                SettingNames.check(settings.values());
            }
            return source.get();
        } catch (IllegalArgumentException wrong) {
            throw attribute.refused("no generator: " + wrong.getMessage(), wrong);
        }
    }

    synchronized UnitSettings settings() {
        return settings;
    }

    /** There is a factory that uses the ids. There may be several, one after the other or beside each other. */
    synchronized void factoryOpened() {
        factories++;
    }

    /** The last factory gives back what was acquired, as long as the unit has connections. */
    synchronized void factoryClosing() {
        factories--;
        if (factories == 0) {
            stop();
        }
    }

    /** Hibernate calls it when the unit is gone, also when it could not be built. */
    @Override
    public synchronized void stop() {
        if (snowflakes != null) {
            snowflakes.close();
            snowflakes = null;
        }
        if (flakes != null) {
            flakes.close();
            flakes = null;
        }
        lease.forget();
    }

    /** How Hibernate makes the service. */
    static final class Initiator implements StandardServiceInitiator<UnitIds> {

        @Override
        public UnitIds initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return new UnitIds(settings, registry);
        }

        @Override
        public Class<UnitIds> getServiceInitiated() {
            return UnitIds.class;
        }
    }
}
