// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.Map;

import org.hibernate.MappingException;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.service.Service;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jspecify.annotations.Nullable;

/** The ids of one persistence unit: a Hibernate service, so that there is one per unit, and nothing static. */
final class UnitIds implements Service {

    private final @Nullable IdSource source;
    /** Why there is no source. */
    private final String problem;

    private UnitIds(@Nullable IdSource source, String problem) {
        this.source = source;
        this.problem = problem;
    }

    /** Reads the settings. What is wrong with them matters only once an attribute asks for ids. */
    static UnitIds of(Map<String, Object> settings) {
        Object given = settings.get(SnowkeySettings.GENERATOR);
        try {
            if (given != null) {
                return new UnitIds(GivenGenerator.of(given), "");
            }
        } catch (IllegalArgumentException wrong) {
            return new UnitIds(null, String.valueOf(wrong.getMessage()));
        }
        return new UnitIds(
                null,
                "the persistence unit has no setting '" + SnowkeySettings.GENERATOR
                        + "'. Put a SnowflakeGenerator there, or a Supplier of one.");
    }

    /**
     * The source of the ids. Cheap: nothing is acquired before the first id.
     *
     * @throws MappingException if the settings name none
     */
    IdSource sourceFor(KeyAttribute attribute) {
        if (source == null) {
            throw attribute.refused("no generator: " + problem);
        }
        return source;
    }

    /** How Hibernate makes the service. */
    static final class Initiator implements StandardServiceInitiator<UnitIds> {

        @Override
        public UnitIds initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return UnitIds.of(settings);
        }

        @Override
        public Class<UnitIds> getServiceInitiated() {
            return UnitIds.class;
        }
    }
}
