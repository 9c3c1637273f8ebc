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
 * A {@link SnowflakeGenerator} for the application, and for its JPA entities, its aggregates of Spring Data JDBC and
 * its entities of Spring Data R2DBC with {@code @SnowflakeId}.
 *
 * <p>Its worker id is the property {@code snowkey.worker-id} if that is set, guarded by the file
 * {@code snowkey.worker-file.path} if that is set too; and else leased from a table in the database of the
 * {@code DataSource}: the {@link SnowkeyDataSource} one where there are several.
 *
 * <p>In this order: the tables are created, by script, Flyway or Liquibase as {@code snowkey.registry.*} says; the
 * worker id is leased when the context starts, before a web server or a listener does, or earlier if a bean wants an id
 * earlier; a worker id that cannot be had fails the start. On shutdown the web server and the listeners finish what
 * they are at, then the worker id is given back, then the connection pool closes.
 *
 * <p>What the application defines itself takes the place of what is made here, together with all that would only serve
 * that. With a {@link SnowflakeGenerator} or a {@link WorkerLease} of its own there is no registry, there are no
 * tables, and no {@code DataSource} is needed. With a {@code JdbcWorkerRegistry} there is a lease from that, and its
 * tables are the application's business. A {@link SnowflakeLayout} is used. Beans that are a {@link GeneratorObserver}
 * or a {@code RegistryObserver} hear what happens to what is made here, all of them, in their order.
 *
 * <p><b>Persistence units</b> get the generator if they are made by a bean: a {@code
 * LocalContainerEntityManagerFactoryBean}, as Spring Boot's own, or a {@code LocalSessionFactoryBean}. One that a
 * {@code @Bean} method makes and returns ready needs it among its settings.
 *
 * <p><b>R2DBC.</b> Worker ids are leased over JDBC, and Spring Boot makes no {@code DataSource} beside a {@code
 * ConnectionFactory}. So the application adds {@code spring-boot-starter-jdbc} and a driver, and defines a {@code
 * DataSource} with {@link SnowkeyDataSource} on it; or it sets {@code snowkey.worker-id}. With a lease that is acquired
 * at start, the default, an id comes from memory, and no event loop waits for a database.
 *
 * <p><b>Several namespaces.</b> With several leases, a generator is made of the primary one, if there is such a one.
 * With several generators, each persistence unit takes the primary one. It takes another one that is put into its
 * settings:
 *
 * <pre>{@code
 * factory.setJpaPropertyMap(Map.of("snowkey.generator", invoiceIds)); // a LocalContainerEntityManagerFactoryBean
 * }</pre>
 *
 * <p>A unit with {@code @SnowflakeId} that finds several generators, and no primary one among them, is refused as it is
 * built.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration" // Spring Boot 3.5
        })
@EnableConfigurationProperties({SnowkeyProperties.class, LayoutProperties.class})
@Import({
    GivenWorkerIdConfiguration.class,
    RegistryConfiguration.class,
    DataJdbcConfiguration.class,
    DataR2dbcConfiguration.class
})
public final class SnowkeyAutoConfiguration {

    /** The name of the bean: where it is there, the generator is ours. Not a name that an application gives its own. */
    static final String GENERATOR = "snowkeyGenerator";

    SnowkeyAutoConfiguration() {}

    /** The wall clock, which is taken here and passed in everywhere else. */
    static InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    @ConditionalOnMissingBean
    SnowflakeLayout snowkeyLayout(LayoutProperties properties) {
        return properties.layout();
    }

    /** Of several leases nobody knows which one is meant. */
    @Bean(GENERATOR)
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(WorkerLease.class)
    SnowflakeGenerator snowkeyGenerator(
            WorkerLease lease, SnowkeyProperties properties, ObjectProvider<GeneratorObserver> observers) {
        return SettingsException.explained(() -> {
            SnowflakeGenerator.Builder builder =
                    SnowflakeGenerator.builder().lease(lease).observer(GeneratorObservers.of(observers));
            Given.to(builder::sequenceStart, properties.sequenceStart());
            if (properties.clock() != null) {
                properties.clock().applyTo(builder);
            }
            return builder.build();
        });
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
}
