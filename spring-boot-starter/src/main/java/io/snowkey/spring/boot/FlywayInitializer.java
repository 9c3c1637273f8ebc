// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;
import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;

/**
 * Creates and migrates the tables of the registry by Flyway, beside the migrations of the application: with a history table
 * of its own, so that no version number of one ever meets one of the other. Not a {@code Flyway} bean, which would take the
 * place of the application's.
 */
final class FlywayInitializer implements InitializingBean {

    static final String HISTORY_TABLE = "snowkey_schema_history";
    private static final String LOCATION = "classpath:io/snowkey/registry/flyway/@@platform@@";

    private final DataSource dataSource;
    private final TableProperties properties;

    FlywayInitializer(DataSource dataSource, TableProperties properties) {
        this.dataSource = dataSource;
        this.properties = properties;
    }

    @Override
    public void afterPropertiesSet() {
        Tries.run(this::migrate);
    }

    private void migrate() {
        FluentConfiguration flyway = Flyway.configure()
                .dataSource(dataSource)
                .locations(locations().toArray(String[]::new))
                .table(HISTORY_TABLE)
                .baselineOnMigrate(true) // the schema is not empty: the tables of the application are in it
                .baselineVersion("0");
        Given.to(flyway::defaultSchema, properties.schema());
        flyway.load().migrate();
    }

    private List<String> locations() {
        String platform = properties.platform();
        return platform != null
                ? List.of(LOCATION.replace("@@platform@@", platform))
                : new PlatformPlaceholderDatabaseDriverResolver().resolveAll(dataSource, LOCATION);
    }
}
