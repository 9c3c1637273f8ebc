// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.Member;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.service.Service;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.hibernate.service.spi.Stoppable;
import org.jspecify.annotations.Nullable;

/** The ids of one persistence unit: a Hibernate service, so that there is one per unit, and nothing static. */
final class UnitIds implements Service, Stoppable {

    private final Map<String, Object> settings;
    private final Set<Spot> bound = ConcurrentHashMap.newKeySet();
    private @Nullable IdSource source;

    UnitIds(Map<String, Object> settings) {
        this.settings = settings;
    }

    /**
     * The source of the ids. Cheap: nothing is acquired before the first id. What is wrong with the settings matters only
     * here, once an attribute asks: a unit without Snowflake keys needs none.
     *
     * @throws org.hibernate.MappingException if the settings name no source, or are wrong
     */
    synchronized IdSource sourceFor(KeyAttribute attribute) {
        if (source == null) {
            try {
                source = fromSettings();
            } catch (IllegalArgumentException wrong) {
                throw attribute.refused("no generator: " + wrong.getMessage(), wrong);
            }
        }
        return source;
    }

    private IdSource fromSettings() {
        Object given = settings.get(SnowkeySettings.GENERATOR);
        if (given != null) {
            return GivenGenerator.of(given);
        }
        // Hibernate's settings hold the system properties as well. A setting for somebody else may be among them, and
        // must
        // not be in the way of a generator that was handed over on purpose: hence the order, and no error for both.
        if (settings.get(SnowkeySettings.WORKER_ID) != null) {
            return new OwnGenerator(settings);
        }
        throw new IllegalArgumentException("the persistence unit has no setting '" + SnowkeySettings.GENERATOR
                + "'. Put a SnowflakeGenerator there, or a Supplier of one; or set '" + SnowkeySettings.WORKER_ID
                + "' to a worker id that no other process has.");
    }

    /** Takes note that Hibernate has seen a {@link SnowflakeId}. */
    void bound(Member member) {
        bound.add(Spot.of(member));
    }

    /** Whether Hibernate has seen the {@link SnowflakeId} on a field or getter, or on its other half. */
    boolean isBound(Member member) {
        return bound.contains(Spot.of(member));
    }

    /** Hibernate calls it when the unit is gone, also when it could not be built. */
    @Override
    public synchronized void stop() {
        if (source != null) {
            source.close();
        }
    }

    /** A field and its getter are one: an annotation on a record component is on both. */
    private record Spot(Class<?> declaringClass, String attribute) {
        static Spot of(Member member) {
            return new Spot(member.getDeclaringClass(), KeyAttribute.name(member));
        }
    }

    /** How Hibernate makes the service. */
    static final class Initiator implements StandardServiceInitiator<UnitIds> {

        @Override
        public UnitIds initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return new UnitIds(settings);
        }

        @Override
        public Class<UnitIds> getServiceInitiated() {
            return UnitIds.class;
        }
    }
}
