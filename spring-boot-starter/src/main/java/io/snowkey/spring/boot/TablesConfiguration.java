// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.JdbcWorkerRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * The tables of the registry: by script, by Flyway or by Liquibase. Each runs in Spring Boot's order of database
 * initializers.
 */
@Configuration(proxyBeanMethods = false)
class TablesConfiguration {

    /** Runs after the registry is built, because that refuses a bad table prefix. */
    @Bean
    @ConditionalOnMissingBean(name = "snowkeySchemaInitializer")
    @ConditionalOnBooleanProperty(name = "snowkey.registry.flyway", havingValue = false, matchIfMissing = true)
    @ConditionalOnBooleanProperty(name = "snowkey.registry.liquibase", havingValue = false, matchIfMissing = true)
    SchemaInitializer snowkeySchemaInitializer(
            TableProperties properties, JdbcWorkerRegistry registry, RegistryDataSource database) {
        return SchemaInitializer.of(database.get(), properties);
    }

    @Bean
    @ConditionalOnMissingBean(name = "snowkeyFlywayInitializer")
    @ConditionalOnBooleanProperty("snowkey.registry.flyway")
    FlywayInitializer snowkeyFlywayInitializer(
            TableProperties properties, RegistryDataSource database, BeanFactory beans) {
        require(
                "org.flywaydb.core.Flyway",
                "snowkey.registry.flyway is set, but Flyway is not on the class path.",
                "Add org.springframework.boot:spring-boot-starter-flyway, and Flyway's module for the database; or remove"
                        + " the property.");
        return new FlywayInitializer(database.get(), properties, database.isMarked() ? null : beans);
    }

    @Bean
    @ConditionalOnMissingBean(name = "snowkeyLiquibaseInitializer")
    @ConditionalOnBooleanProperty("snowkey.registry.liquibase")
    LiquibaseInitializer snowkeyLiquibaseInitializer(
            TableProperties properties, RegistryDataSource database, BeanFactory beans) {
        require(
                "liquibase.integration.spring.SpringLiquibase",
                "snowkey.registry.liquibase is set, but Liquibase is not on the class path.",
                "Add org.springframework.boot:spring-boot-starter-liquibase, or remove the property.");
        return new LiquibaseInitializer(database.get(), properties, database.isMarked() ? null : beans);
    }

    /**
     * Refuses to start without the tool. This is here and not in the initializers, which cannot even be linked without
     * their tool.
     */
    private static void require(String type, String description, String action) {
        if (!ClassUtils.isPresent(type, null)) {
            throw new SettingsException(description, action);
        }
    }
}
