// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import javax.sql.DataSource;

import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.Dialect;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.RegistryObserver;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The registry and its tables, in the database of a {@code DataSource}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
@Conditional(OnRegistryDataSource.class)
@ConditionalOnMissingBean(JdbcWorkerRegistry.class)
@EnableConfigurationProperties(TableProperties.class) // here, because it needs the same classes as this
@Import(TablesConfiguration.class)
class DatabaseConfiguration implements EnvironmentAware {

    /** The name of the bean. A registry of this name was made here. */
    static final String REGISTRY = "snowkeyWorkerRegistry";

    // These are fields, and not parameters of the methods. The methods have three parameters at most: for each
    // further one, reflection makes classes at every start.
    private final SnowkeyProperties properties;
    private final LeaseProperties lease;
    private final TableProperties tables;
    private String application = "";

    DatabaseConfiguration(SnowkeyProperties properties, LeaseProperties lease, TableProperties tables) {
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

    @Bean(REGISTRY)
    JdbcWorkerRegistry snowkeyWorkerRegistry(SnowflakeLayout layout, RegistryDataSource database, BeanFactory beans) {
        return SettingsException.explained(() -> {
            JdbcWorkerRegistry.Builder builder = JdbcWorkerRegistry.builder(database.get())
                    .layout(layout)
                    .tablePrefix(tables.qualifiedPrefix())
                    .observer(RegistryObservers.of(beans.getBeanProvider(RegistryObserver.class)
                            .orderedStream()
                            .toList()));
            IfSet.call(builder::dialect, beans.getBeanProvider(Dialect.class).getIfAvailable());
            IfSet.call(builder::namespace, properties.namespace());
            IfSet.call(builder::instance, properties.instance());
            IfSet.call(builder::application, application.isBlank() ? null : application);
            IfSet.call(range -> builder.workerIds(range.first(), range.last()), properties.workerIds());
            lease.applyTo(builder);
            return builder.build();
        });
    }
}
