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
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** A worker id from the registry. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({JdbcWorkerRegistry.class, DataSourceScriptDatabaseInitializer.class})
@ConditionalOnBean(DataSource.class)
@Conditional(WithoutFixedWorkerId.class)
class RegistryConfiguration {

    @Bean
    @ConditionalOnMissingBean
    JdbcWorkerRegistry snowkeyWorkerRegistry(
            SnowkeyProperties properties,
            LeaseProperties lease,
            TableProperties tables,
            SnowflakeLayout layout,
            ObjectProvider<DataSource> dataSource,
            @SnowkeyDataSource ObjectProvider<DataSource> ownDataSource,
            ObjectProvider<RegistryObserver> observers,
            Environment environment) {
        String application = environment.getProperty("spring.application.name", "");
        return SettingsException.explained(() -> {
            JdbcWorkerRegistry.Builder builder = JdbcWorkerRegistry.builder(
                            RegistryDataSource.of(ownDataSource, dataSource))
                    .layout(layout)
                    .tablePrefix(tables.qualifiedPrefix())
                    .observer(new RegistryObservers(observers.orderedStream().toList()));
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
    LifecycleWorkerLease snowkeyWorkerLease(
            JdbcWorkerRegistry registry, SnowflakeLayout layout, LeaseProperties properties) {
        return new LifecycleWorkerLease(registry::acquire, layout, properties.acquire() == Acquire.STARTUP);
    }
}
