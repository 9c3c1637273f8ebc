// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;
import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InitializingBean;

/**
 * Creates and migrates the tables of the registry by Flyway, beside the migrations of the application. It has a history
 * table of its own, so that version numbers of the two never meet. It is not a {@code Flyway} bean, because that would
 * replace the one of the application.
 *
 * <p>It connects as the application's own migrations do: as {@code spring.flyway.user}, to the
 * {@code @FlywayDataSource}, and with as many retries. Changes by customizers count as well. The user of the
 * {@code DataSource} may have no right to create tables. All other settings of the application's Flyway are about its
 * own migrations, and are not used here.
 */
final class FlywayInitializer implements InitializingBean {

    static final String HISTORY_TABLE = "snowkey_schema_history";
    private static final String LOCATION = "classpath:io/snowkey/registry/flyway/@@platform@@";

    private final DataSource dataSource;
    private final TableProperties properties;
    private final @Nullable BeanFactory beans;

    /**
     * @param beans the beans in which to look for the application's own Flyway; {@code null} if that migrates another
     *     database
     */
    FlywayInitializer(DataSource dataSource, TableProperties properties, @Nullable BeanFactory beans) {
        this.dataSource = dataSource;
        this.properties = properties;
        this.beans = beans;
    }

    @Override
    public void afterPropertiesSet() {
        SchemaRetries.run(this::migrate);
    }

    private void migrate() {
        List<String> locations = locations();
        FluentConfiguration flyway = connected()
                .locations(locations.toArray(String[]::new))
                // Flyway's own search of the class path finds nothing in a native image.
                .resourceProvider(MigrationResources.in(locations))
                .javaMigrationClassProvider(List::of)
                .table(HISTORY_TABLE)
                // The functions may have been installed by another application, or by this one under another setting.
                .ignoreMigrationPatterns("*:future", "repeatable:missing")
                .baselineOnMigrate(true) // the schema is not empty: the tables of the application are in it
                .baselineVersion("0");
        IfSet.call(flyway::defaultSchema, properties.schema());
        flyway.load().migrate();
    }

    private FluentConfiguration connected() {
        FluentConfiguration ours = Flyway.configure();
        Flyway application = beans != null ? beans.getBeanProvider(Flyway.class).getIfUnique() : null;
        if (application == null) {
            return ours.dataSource(dataSource);
        }
        Configuration theirs = application.getConfiguration();
        return ours.dataSource(theirs.getDataSource())
                .connectRetries(theirs.getConnectRetries())
                .connectRetriesInterval(theirs.getConnectRetriesInterval())
                .lockRetryCount(theirs.getLockRetryCount())
                .initSql(theirs.getInitSql());
    }

    private List<String> locations() {
        List<String> tables = PlatformPlaceholder.resolve(LOCATION, dataSource, properties);
        return properties.functions()
                ? List.of(tables.get(0), "classpath:" + SqlFunctions.folder(dataSource, properties))
                : tables;
    }
}
