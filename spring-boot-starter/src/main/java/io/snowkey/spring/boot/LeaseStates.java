// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * All generators of an application with what is known of their leases. Each goes by its namespace: what is made here by
 * {@code snowkey.namespace}, and those of the application by the names of their beans.
 *
 * @param beans asked with each look, for a generator must not be made earlier than somebody needs it
 * @param namespace that of the generator that is made here
 */
record LeaseStates(ConfigurableListableBeanFactory beans, String namespace, InstantSource clock) {

    Map<String, LeaseState> all() {
        Map<String, LeaseState> states = new LinkedHashMap<>();
        generators().forEach((name, generator) -> states.put(name, state(generator)));
        return states;
    }

    /** By what they are called. */
    Map<String, SnowflakeGenerator> generators() {
        Map<String, SnowflakeGenerator> generators = new LinkedHashMap<>();
        Generators.in(beans)
                .names()
                .forEach(name -> generators.put(
                        name.equals(SnowkeyAutoConfiguration.GENERATOR) ? namespace : name,
                        beans.getBean(name, SnowflakeGenerator.class)));
        return generators;
    }

    LeaseState state(SnowflakeGenerator generator) {
        return new LeaseState(generator, lease(generator), clock);
    }

    /** A generator does not show its lease. It is known where there is one of each, and that of the generator made here. */
    private @Nullable WorkerLease lease(SnowflakeGenerator generator) {
        boolean ours = beans.containsBean(SnowkeyAutoConfiguration.GENERATOR)
                && beans.getBean(SnowkeyAutoConfiguration.GENERATOR) == generator;
        return ours || Generators.in(beans).names().size() == 1
                ? beans.getBeanProvider(WorkerLease.class).getIfUnique()
                : null;
    }
}
