// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.hibernate.SnowkeySettings;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * A {@link SnowflakeGenerator} for the application, and for its JPA entities with {@code @SnowflakeId}.
 *
 * <p>Its worker id is the property {@code snowkey.worker-id} if that is set, and else leased from a table in the database
 * of the {@code DataSource}: the {@link SnowkeyDataSource} one where there are several.
 *
 * <p>In this order: the tables are created if {@code snowkey.registry.initialize-schema} says so; the worker id is leased
 * when the context starts, before a web server or a listener does, or earlier if a bean wants an id earlier; a worker id
 * that cannot be had fails the start. On shutdown the web server and the listeners finish what they are at, then the worker
 * id is given back, then the connection pool closes.
 *
 * <p>Each bean backs off when the application defines one of its type: a {@link SnowflakeGenerator}, a
 * {@link SnowflakeLayout}, a {@link WorkerLease} or a {@link JdbcWorkerRegistry}.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration" // Spring Boot 3.5
        })
@EnableConfigurationProperties(SnowkeyProperties.class)
public final class SnowkeyAutoConfiguration {

    SnowkeyAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    SnowflakeLayout snowflakeLayout(SnowkeyProperties properties) {
        return properties.layout();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(WorkerLease.class)
    SnowflakeGenerator snowflakeGenerator(WorkerLease lease, SnowkeyProperties properties) {
        return properties.generator(lease);
    }

    /** A worker id that the properties give: no registry, and no {@code DataSource} needed. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("snowkey.worker-id")
    static class FixedWorkerIdConfiguration {

        @Bean
        @ConditionalOnMissingBean({WorkerLease.class, SnowflakeGenerator.class})
        SnowflakeGenerator snowflakeGenerator(SnowkeyProperties properties, SnowflakeLayout layout) {
            return properties.generator(layout);
        }
    }

    /** A worker id from the registry. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({JdbcWorkerRegistry.class, DataSourceScriptDatabaseInitializer.class})
    @ConditionalOnBean(DataSource.class)
    @Conditional(WithoutFixedWorkerId.class)
    static class RegistryConfiguration {

        @Bean
        @ConditionalOnMissingBean
        JdbcWorkerRegistry snowkeyWorkerRegistry(
                SnowkeyProperties properties,
                SnowflakeLayout layout,
                ObjectProvider<DataSource> dataSource,
                @SnowkeyDataSource ObjectProvider<DataSource> ownDataSource,
                Environment environment) {
            return properties.registry(
                    RegistryDataSource.of(ownDataSource, dataSource),
                    layout,
                    environment.getProperty("spring.application.name", ""));
        }

        /** After the registry, which knows a bad table prefix. */
        @Bean
        @ConditionalOnMissingBean(name = "snowkeySchemaInitializer")
        @ConditionalOnBooleanProperty(name = "snowkey.registry.flyway", havingValue = false, matchIfMissing = true)
        SchemaInitializer snowkeySchemaInitializer(
                SnowkeyProperties properties,
                JdbcWorkerRegistry registry,
                ObjectProvider<DataSource> dataSource,
                @SnowkeyDataSource ObjectProvider<DataSource> ownDataSource) {
            return SchemaInitializer.of(RegistryDataSource.of(ownDataSource, dataSource), properties.registry());
        }

        @Bean
        @ConditionalOnMissingBean({WorkerLease.class, SnowflakeGenerator.class})
        @DependsOnDatabaseInitialization
        LifecycleWorkerLease snowkeyWorkerLease(
                JdbcWorkerRegistry registry, SnowflakeLayout layout, SnowkeyProperties properties) {
            return new LifecycleWorkerLease(
                    registry, layout, properties.registry().acquire());
        }
    }

    /** The tables of the registry by Flyway instead. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(PlatformPlaceholderDatabaseDriverResolver.class)
    @ConditionalOnBooleanProperty("snowkey.registry.flyway")
    @ConditionalOnBean(DataSource.class)
    @Conditional(WithoutFixedWorkerId.class)
    static class FlywayConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyFlywayInitializer")
        FlywayInitializer snowkeyFlywayInitializer(
                SnowkeyProperties properties,
                ObjectProvider<DataSource> dataSource,
                @SnowkeyDataSource ObjectProvider<DataSource> ownDataSource) {
            return new FlywayInitializer(RegistryDataSource.of(ownDataSource, dataSource), properties.registry());
        }
    }

    /** Persistence units find the generator. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({AbstractEntityManagerFactoryBean.class, SnowkeySettings.class})
    static class JpaConfiguration {

        @Bean
        static EntityManagerFactoryPostProcessor snowkeyEntityManagerFactoryPostProcessor() {
            return new EntityManagerFactoryPostProcessor();
        }
    }

    static final class WithoutFixedWorkerId extends NoneNestedConditions {

        WithoutFixedWorkerId() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("snowkey.worker-id")
        static final class FixedWorkerId {}
    }
}
