// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.RegistryObserver;
import io.snowkey.spring.boot.LeaseProperties.Acquire;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** A worker id from the registry, unless one is given. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({JdbcWorkerRegistry.class, DataSourceScriptDatabaseInitializer.class})
@ConditionalOnBean(DataSource.class)
@ConditionalOnProperty(name = "snowkey.worker-id", havingValue = "false", matchIfMissing = true)
@Import(TablesConfiguration.class)
class RegistryConfiguration implements EnvironmentAware {

    // Not parameters of the methods, which have three at most: for each further one, reflection makes classes at every
    // start.
    private final SnowkeyProperties properties;
    private final LeaseProperties lease;
    private final TableProperties tables;
    private String application = "";

    RegistryConfiguration(SnowkeyProperties properties, LeaseProperties lease, TableProperties tables) {
        this.properties = properties;
        this.lease = lease;
        this.tables = tables;
    }

    @Override
    public void setEnvironment(Environment environment) {
        application = environment.getProperty("spring.application.name", "");
    }

    @Bean
    RegistryDataSource snowkeyRegistryDataSource(
            @SnowkeyDataSource ObjectProvider<DataSource> marked, ObjectProvider<DataSource> any) {
        return new RegistryDataSource(marked, any);
    }

    @Bean
    @ConditionalOnMissingBean(name = "snowkeyDatabaseRegressions")
    DatabaseRegressions snowkeyDatabaseRegressions() {
        return new DatabaseRegressions();
    }

    @Bean
    @ConditionalOnMissingBean
    JdbcWorkerRegistry snowkeyWorkerRegistry(
            SnowflakeLayout layout, RegistryDataSource database, ObjectProvider<RegistryObserver> observers) {
        return SettingsException.explained(() -> {
            JdbcWorkerRegistry.Builder builder = JdbcWorkerRegistry.builder(database.get())
                    .layout(layout)
                    .tablePrefix(tables.qualifiedPrefix())
                    .observer(RegistryObservers.of(observers.orderedStream().toList()));
            Given.to(builder::namespace, properties.namespace());
            Given.to(builder::instance, properties.instance());
            Given.to(builder::application, application.isBlank() ? null : application);
            Given.to(range -> builder.workerIds(range.first(), range.last()), properties.workerIds());
            lease.applyTo(builder);
            return builder.build();
        });
    }

    @Bean
    @ConditionalOnMissingBean({WorkerLease.class, SnowflakeGenerator.class})
    @DependsOnDatabaseInitialization
    LifecycleWorkerLease snowkeyWorkerLease(JdbcWorkerRegistry registry, SnowflakeLayout layout) {
        return new LifecycleWorkerLease(registry::acquire, layout, lease.acquire() == Acquire.STARTUP);
    }
}
