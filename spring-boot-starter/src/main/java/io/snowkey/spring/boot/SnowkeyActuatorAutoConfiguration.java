// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.InstantSource;
import java.util.Objects;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * What there is to see in operations, where the application has the means: meters {@code snowkey.*} with Micrometer, and
 * with Spring Boot's actuator the health indicator {@code snowkey}, which is also a part of readiness unless
 * {@code management.endpoint.health.group.readiness.include} says what that is made of, and the endpoint
 * {@code /actuator/snowkey}, which has to be exposed like any other.
 */
@AutoConfiguration(
        after = SnowkeyAutoConfiguration.class,
        afterName =
                "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnBean(SnowflakeGenerator.class)
public final class SnowkeyActuatorAutoConfiguration {

    SnowkeyActuatorAutoConfiguration() {}

    /** The state of the lease, where there is one bean of it. */
    private static @Nullable LeaseState state(ObjectProvider<WorkerLease> leases) {
        WorkerLease lease = leases.getIfUnique();
        return lease != null ? new LeaseState(lease, clock()) : null;
    }

    private static InstantSource clock() {
        return InstantSource.system();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class MetersConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyMeters")
        MeterBinder snowkeyMeters(SnowflakeGenerator generator, ObjectProvider<WorkerLease> leases) {
            return new SnowkeyMeters(generator, state(leases), clock());
        }

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyLeaseMeters")
        @ConditionalOnBean(JdbcWorkerRegistry.class)
        LeaseMeters snowkeyLeaseMeters() {
            return new LeaseMeters();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("snowkey")
    @ConditionalOnBean(WorkerLease.class)
    static class HealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = {"snowkeyHealthIndicator", "snowkeyHealthContributor"})
        HealthIndicator snowkeyHealthIndicator(WorkerLease lease, ObjectProvider<DatabaseRegressions> regressions) {
            return new SnowkeyHealthIndicator(new LeaseState(lease, clock(), regressions.getIfAvailable()));
        }

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyReadinessGroup")
        static ReadinessGroup snowkeyReadinessGroup(Environment environment) {
            return new ReadinessGroup(environment);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = EarlierHealthIndicator.INDICATOR)
    @Conditional(EarlierHealthIndicator.Enabled.class)
    @ConditionalOnBean(WorkerLease.class)
    static class EarlierHealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = {"snowkeyHealthIndicator", "snowkeyHealthContributor"})
        static EarlierHealthIndicator snowkeyHealthIndicator(
                ObjectProvider<WorkerLease> lease,
                ObjectProvider<DatabaseRegressions> regressions,
                ResourceLoader resources) {
            ClassLoader classLoader = Objects.requireNonNull(resources.getClassLoader());
            return new EarlierHealthIndicator(
                    () -> new LeaseState(lease.getObject(), clock(), regressions.getIfAvailable()), classLoader);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    @ConditionalOnAvailableEndpoint(endpoint = SnowkeyEndpoint.class)
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyEndpoint")
        SnowkeyEndpoint snowkeyEndpoint(
                SnowflakeGenerator generator,
                ObjectProvider<WorkerLease> leases,
                ObjectProvider<JdbcWorkerRegistry> registry) {
            return new SnowkeyEndpoint(generator, state(leases), registry.getIfUnique());
        }
    }
}
