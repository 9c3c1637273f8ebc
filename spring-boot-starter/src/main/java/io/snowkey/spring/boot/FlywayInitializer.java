// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;
import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.util.ClassUtils;

/**
 * Creates and migrates the tables of the registry by Flyway, beside the migrations of the application: with a history table
 * of its own, so that no version number of one ever meets one of the other. Not a {@code Flyway} bean, which would take the
 * place of the application's.
 */
final class FlywayInitializer implements InitializingBean {

    static final String HISTORY_TABLE = "snowkey_schema_history";
    private static final String LOCATION = "classpath:io/snowkey/registry/flyway/@@platform@@";

    private final DataSource dataSource;
    private final RegistryProperties properties;

    FlywayInitializer(DataSource dataSource, RegistryProperties properties) {
        this.dataSource = dataSource;
        this.properties = properties;
    }

    @Override
    public void afterPropertiesSet() {
        if (!ClassUtils.isPresent("org.flywaydb.core.Flyway", null)) {
            throw new SettingsException(
                    "snowkey.registry.flyway is set, but Flyway is not on the class path.",
                    "Add org.springframework.boot:spring-boot-starter-flyway, and Flyway's module for the database; or"
                            + " remove the property.");
        }
        if (properties.tablePrefix() != null) {
            throw new SettingsException(
                    "snowkey.registry.flyway is set, and so is snowkey.registry.table-prefix: the migrations that are"
                            + " shipped know the tables by their own names only.",
                    "Remove one of them. To migrate tables of other names, copy the migrations into your own.");
        }
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations(locations().toArray(String[]::new))
                    .table(HISTORY_TABLE)
                    .baselineOnMigrate(true) // the schema is not empty: the tables of the application are in it
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            throw new SchemaException(e);
        }
    }

    private List<String> locations() {
        String platform = properties.platform();
        return platform != null
                ? List.of(LOCATION.replace("@@platform@@", platform))
                : new PlatformPlaceholderDatabaseDriverResolver().resolveAll(dataSource, LOCATION);
    }
}
