// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.Member;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.snowkey.Flake;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.service.Service;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.hibernate.service.spi.Stoppable;
import org.jspecify.annotations.Nullable;

/** The ids of one persistence unit: a Hibernate service, so that there is one per unit, and nothing static. */
final class UnitIds implements Service, Stoppable {

    private final UnitSettings settings;
    private final UnitLease lease;
    private final Set<Spot> bound = ConcurrentHashMap.newKeySet();
    private @Nullable IdSource<Long> snowflakes;
    private @Nullable IdSource<Flake> flakes;
    private int factories;

    UnitIds(Map<String, Object> settings, ServiceRegistry services) {
        this.settings = new UnitSettings(settings);
        this.lease = new UnitLease(this.settings, services);
    }

    /**
     * The source of the 64-bit ids. Cheap: nothing is acquired before the first id. What is wrong with the settings matters
     * only here, once an attribute asks: a unit without Snowflake keys needs none.
     *
     * @throws org.hibernate.MappingException if the settings name no source, or are wrong
     */
    synchronized IdSource<Long> snowflakes(KeyAttribute attribute) {
        if (snowflakes == null) {
            snowflakes = explained(attribute, () -> Snowflakes.of(settings, lease));
        }
        return snowflakes;
    }

    /** The source of the 128-bit ids, likewise. */
    synchronized IdSource<Flake> flakes(KeyAttribute attribute) {
        if (flakes == null) {
            flakes = explained(attribute, () -> Flakes.of(settings, lease));
        }
        return flakes;
    }

    private static <T> T explained(KeyAttribute attribute, Supplier<T> source) {
        try {
            return source.get();
        } catch (IllegalArgumentException wrong) {
            throw attribute.refused("no generator: " + wrong.getMessage(), wrong);
        }
    }

    /** Takes note that Hibernate has seen the annotation of that kind. */
    void bound(Kind kind, Member member) {
        bound.add(Spot.of(kind, member));
    }

    /** Whether Hibernate has seen the annotation of that kind on a field or getter, or on its other half. */
    boolean isBound(Kind kind, Member member) {
        return bound.contains(Spot.of(kind, member));
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

    /** A field and its getter are one: an annotation on a record component is on both. */
    private record Spot(Kind kind, Class<?> declaringClass, String attribute) {
        static Spot of(Kind kind, Member member) {
            return new Spot(kind, member.getDeclaringClass(), KeyAttribute.name(member));
        }
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
