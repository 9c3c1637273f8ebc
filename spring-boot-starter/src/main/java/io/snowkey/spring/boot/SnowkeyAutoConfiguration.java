// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.InstantSource;

import io.snowkey.GeneratorObserver;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.hibernate.SnowkeySettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

/**
 * Sets up a {@link SnowflakeGenerator} for the application. It gives keys to JPA entities with {@code @SnowflakeId}.
 * Aggregates of Spring Data JDBC and entities of Spring Data R2DBC get theirs as
 * {@link io.snowkey.spring.boot.data.SnowkeyDataAutoConfiguration} says.
 *
 * <p>Its worker id is the property {@code snowkey.worker-id} if that is set. The file {@code snowkey.worker-file.path}
 * guards it if that is set, too. Otherwise the worker id is leased from a table in the database of the
 * {@code DataSource}: the one with {@link SnowkeyDataSource} if there are several.
 *
 * <p>This is the order of the start. The tables are created by script, Flyway or Liquibase, as
 * {@code snowkey.registry.*} says. The worker id is leased when the context starts, before a web server or a listener
 * starts, or earlier if a bean wants an id earlier. If no worker id can be leased, the start fails. With
 * {@code snowkey.registry.acquire=lazy}, the first id leases it. On shutdown, the web server and the listeners finish
 * their work, then the worker id is given back, then the connection pool closes.
 *
 * <p>A bean that the application defines replaces the one that is made here, and all that would only serve that. With a
 * {@link SnowflakeGenerator} or a {@link WorkerLease} of the application, there is no registry, there are no tables,
 * and no {@code DataSource} is needed. With a {@code JdbcWorkerRegistry} of the application, there is a lease from
 * that, and the application creates its tables. A {@link SnowflakeLayout} of the application is used. All beans of the
 * types {@link GeneratorObserver} and {@code RegistryObserver} hear, in their order, what happens to the generator and
 * the registry that are made here.
 *
 * <p><b>Persistence units</b> get the generator if a factory bean builds them: a
 * {@code LocalContainerEntityManagerFactoryBean}, as in Spring Boot, or a {@code LocalSessionFactoryBean}. A unit that
 * a {@code @Bean} method builds and returns ready needs the generator among its settings.
 *
 * <p><b>R2DBC.</b> Worker ids are leased over JDBC, and Spring Boot makes no {@code DataSource} beside a
 * {@code ConnectionFactory}. So the application adds {@code spring-boot-starter-jdbc} and a driver, and defines a
 * {@code DataSource} with {@link SnowkeyDataSource} on it. Or it sets {@code snowkey.worker-id}. With a lease that is
 * acquired at start, the default, an id comes from memory, and no event loop waits for a database.
 *
 * <p><b>Several namespaces.</b> With several leases, the generator takes the primary one. If none is primary, there is
 * no generator. With several generators, each persistence unit takes the primary one, unless another one is put into
 * its settings:
 *
 * <pre>{@code
 * factory.setJpaPropertyMap(Map.of("snowkey.generator", invoiceIds)); // a LocalContainerEntityManagerFactoryBean
 * }</pre>
 *
 * <p>A unit with {@code @SnowflakeId} is refused when it is built if there are several generators and none of them is
 * primary.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration" // Spring Boot 3.5
        })
@EnableConfigurationProperties({SnowkeyProperties.class, LayoutProperties.class})
@Import({FixedWorkerIdConfiguration.class, RegistryConfiguration.class})
public final class SnowkeyAutoConfiguration {

    SnowkeyAutoConfiguration() {}

    /** The wall clock. The objects that need the time get it from here. */
    static InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    @ConditionalOnMissingBean
    SnowflakeLayout snowkeyLayout(LayoutProperties properties) {
        return properties.layout();
    }

    /**
     * The generator of the only or primary lease. Of several leases without a primary one, it is not clear which one is
     * meant.
     */
    @Bean(Generators.OF_THE_STARTER)
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(WorkerLease.class)
    SnowflakeGenerator snowkeyGenerator(
            WorkerLease lease, SnowkeyProperties properties, ObjectProvider<GeneratorObserver> observers) {
        return SettingsException.explained(() -> {
            SnowflakeGenerator.Builder builder =
                    SnowflakeGenerator.builder().lease(lease).observer(GeneratorObservers.of(observers));
            IfSet.call(builder::sequenceStart, properties.sequenceStart());
            if (properties.clock() != null) {
                properties.clock().applyTo(builder);
            }
            return builder.build();
        });
    }

    /** Gives the generator to persistence units. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({AbstractEntityManagerFactoryBean.class, SnowkeySettings.class})
    static class JpaConfiguration {

        @Bean
        static EntityManagerFactoryPostProcessor snowkeyEntityManagerFactoryPostProcessor() {
            return new EntityManagerFactoryPostProcessor();
        }
    }
}
