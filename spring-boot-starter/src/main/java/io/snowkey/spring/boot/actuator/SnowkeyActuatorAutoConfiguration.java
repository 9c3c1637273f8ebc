// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.time.InstantSource;
import java.util.Objects;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.spring.boot.SnowkeyAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Shows the state of generators and leases in operations, where the application has the means. With Micrometer, there
 * are the meters {@code snowkey.*}. With Spring Boot's actuator, there are the health indicator {@code snowkey} and the
 * endpoint {@code /actuator/snowkey}, which has to be exposed like any other. The health is also a part of readiness,
 * unless {@code management.endpoint.health.group.readiness.include} or {@code exclude} says what readiness is made of.
 */
@AutoConfiguration(
        after = SnowkeyAutoConfiguration.class,
        afterName =
                "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnBean(SnowflakeGenerator.class)
public final class SnowkeyActuatorAutoConfiguration {

    SnowkeyActuatorAutoConfiguration() {}

    private static InstantSource clock() {
        return InstantSource.system();
    }

    /** The namespace of the generator that the starter makes. */
    private static String namespace(Environment environment) {
        return environment.getProperty("snowkey.namespace", "default");
    }

    @Bean
    LeaseStates snowkeyLeases(ConfigurableListableBeanFactory beans, Environment environment) {
        return new LeaseStates(beans, namespace(environment), clock());
    }

    /** The bean is an observer of the registry, which need not be there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcWorkerRegistry.class)
    static class RegressionsConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyDatabaseRegressions")
        @ConditionalOnBean(name = "snowkeyWorkerRegistry") // ours, because no other registry tells them anything
        DatabaseRegressions snowkeyDatabaseRegressions() {
            return new DatabaseRegressions();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class MetersConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyMeters")
        MeterBinder snowkeyMeters(LeaseStates leases) {
            return SnowkeyMeters.of(leases);
        }
    }

    /** Apart from the other meters, because these are an observer of the registry, which need not be there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MeterBinder.class, JdbcWorkerRegistry.class})
    static class LeaseMetersConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyLeaseMeters")
        @ConditionalOnBean(name = "snowkeyWorkerRegistry") // ours, because no other registry tells them anything
        LeaseMeters snowkeyLeaseMeters(Environment environment) {
            return new LeaseMeters(namespace(environment));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("snowkey")
    static class HealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = {"snowkeyHealthIndicator", "snowkeyHealthContributor"})
        HealthIndicator snowkeyHealthIndicator(LeaseStates leases) {
            return new SnowkeyHealthIndicator(leases);
        }

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyReadinessGroup")
        static ReadinessGroup snowkeyReadinessGroup(Environment environment) {
            return new ReadinessGroup(environment);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = Boot35HealthIndicator.INDICATOR)
    @Conditional(Boot35HealthIndicator.Enabled.class)
    @ImportRuntimeHints(Boot35HealthIndicator.Hints.class)
    static class Boot35HealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = {"snowkeyHealthIndicator", "snowkeyHealthContributor"})
        Boot35HealthIndicator snowkeyHealthIndicator(LeaseStates leases, ResourceLoader resources) {
            ClassLoader classLoader = Objects.requireNonNull(resources.getClassLoader());
            return new Boot35HealthIndicator(leases, classLoader);
        }
    }

    /**
     * The endpoint of one generator: the primary one if there are several. It shows the workers of the registry, and
     * needs its types.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class, JdbcWorkerRegistry.class})
    @ConditionalOnAvailableEndpoint(endpoint = SnowkeyEndpoint.class)
    @ConditionalOnSingleCandidate(SnowflakeGenerator.class)
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyEndpoint")
        SnowkeyEndpoint snowkeyEndpoint(
                SnowflakeGenerator generator, LeaseStates leases, ObjectProvider<JdbcWorkerRegistry> registry) {
            return new SnowkeyEndpoint(generator, leases.state(generator), registry.getIfUnique());
        }
    }
}
