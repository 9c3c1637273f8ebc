// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import io.snowkey.spring.boot.Generators;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * All generators of an application, with what is known of their leases. The one that is made here goes by its
 * namespace, {@code snowkey.namespace}. Those of the application go by the names of their beans.
 *
 * @param beans asked at each look, because a generator must not be created before it is needed
 * @param namespace the namespace of the generator that is made here
 */
record LeaseStates(ConfigurableListableBeanFactory beans, String namespace, InstantSource clock) {

    Map<String, LeaseState> all() {
        Map<String, LeaseState> states = new LinkedHashMap<>();
        generators().forEach((name, generator) -> states.put(name, state(generator)));
        return states;
    }

    /** All generators by their names. */
    Map<String, SnowflakeGenerator> generators() {
        Map<String, SnowflakeGenerator> generators = new LinkedHashMap<>();
        Generators.in(beans)
                .names()
                .forEach(name -> generators.put(
                        name.equals(Generators.OF_THE_STARTER) ? namespace : name,
                        beans.getBean(name, SnowflakeGenerator.class)));
        return generators;
    }

    LeaseState state(SnowflakeGenerator generator) {
        boolean ours = isOurs(generator);
        Regressions regressions =
                ours ? beans.getBeanProvider(Regressions.class).getIfUnique() : null;
        return new LeaseState(generator, lease(ours), clock, regressions);
    }

    private boolean isOurs(SnowflakeGenerator generator) {
        return beans.containsBean(Generators.OF_THE_STARTER) && beans.getBean(Generators.OF_THE_STARTER) == generator;
    }

    /**
     * The lease of a generator, or {@code null} if it is not known. A generator does not show its lease. If the
     * application has one lease, it is known to belong to the generator made here, or to the only generator.
     */
    private @Nullable WorkerLease lease(boolean ours) {
        return ours || Generators.in(beans).names().size() == 1
                ? beans.getBeanProvider(WorkerLease.class).getIfUnique()
                : null;
    }
}
