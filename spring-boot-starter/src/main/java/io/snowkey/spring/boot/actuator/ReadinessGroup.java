// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.core.env.Environment;

/**
 * Makes the health of the generator a part of readiness, as Spring Boot sets it up. An application that cannot store
 * anything gets no requests until it can again. The health is read each time and not remembered, so the application
 * gets ready again by itself.
 *
 * <p>An application that sets which members its readiness includes or excludes has the last word. Spring Boot then
 * makes the group of exactly these.
 */
final class ReadinessGroup implements HealthEndpointGroupsPostProcessor {

    private static final String READINESS = "readiness";
    private static final String GROUP = "management.endpoint.health.group.readiness.";

    private final boolean given;

    ReadinessGroup(Environment environment) {
        Binder properties = Binder.get(environment);
        this.given = Stream.of("include", "exclude").anyMatch(members -> properties
                .bind(GROUP + members, Bindable.setOf(String.class))
                .isBound());
    }

    @Override
    public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
        HealthEndpointGroup readiness = groups.get(READINESS);
        return readiness != null && !given ? new Groups(groups, new WithIds(readiness)) : groups;
    }

    private record Groups(HealthEndpointGroups others, HealthEndpointGroup readiness) implements HealthEndpointGroups {

        @Override
        public HealthEndpointGroup getPrimary() {
            return others.getPrimary();
        }

        @Override
        public Set<String> getNames() {
            return others.getNames();
        }

        @Override
        public @Nullable HealthEndpointGroup get(String name) {
            return name.equals(READINESS) ? readiness : others.get(name);
        }
    }

    private record WithIds(HealthEndpointGroup group) implements HealthEndpointGroup {

        @Override
        public boolean isMember(String name) {
            return name.equals("snowkey") || group.isMember(name);
        }

        @Override
        public boolean showComponents(SecurityContext context) {
            return group.showComponents(context);
        }

        @Override
        public boolean showDetails(SecurityContext context) {
            return group.showDetails(context);
        }

        @Override
        public StatusAggregator getStatusAggregator() {
            return group.getStatusAggregator();
        }

        @Override
        public HttpCodeStatusMapper getHttpCodeStatusMapper() {
            return group.getHttpCodeStatusMapper();
        }

        @Override
        public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
            return group.getAdditionalPath();
        }
    }
}
