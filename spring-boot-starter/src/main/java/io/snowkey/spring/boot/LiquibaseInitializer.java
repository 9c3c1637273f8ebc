// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import javax.sql.DataSource;

import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * Creates and migrates the tables of the registry by Liquibase, beside the changelog of the application. It has tables
 * of its own, so that neither sees the change sets of the other. It is not a {@code SpringLiquibase} bean, because that
 * would replace the one of the application.
 *
 * <p>It connects as the application's own changelog does: as {@code spring.liquibase.user}, to the
 * {@code @LiquibaseDataSource}. The user of the {@code DataSource} may have no right to create tables.
 */
final class LiquibaseInitializer implements InitializingBean {

    static final String CHANGELOG_TABLE = "snowkey_changelog";
    static final String LOCK_TABLE = "snowkey_changelog_lock";
    private static final String TABLES = "classpath:io/snowkey/registry/liquibase/changelog.xml";
    private static final String FUNCTIONS = "classpath:io/snowkey/registry/liquibase/functions.xml";

    private final DataSource dataSource;
    private final TableProperties properties;
    private final @Nullable BeanFactory beans;

    /**
     * @param beans the beans in which to look for the application's own Liquibase; {@code null} if its database is
     *     another
     */
    LiquibaseInitializer(DataSource dataSource, TableProperties properties, @Nullable BeanFactory beans) {
        this.dataSource = dataSource;
        this.properties = properties;
        this.beans = beans;
    }

    @Override
    public void afterPropertiesSet() {
        SchemaRetries.run(this::update);
    }

    private void update() {
        if (properties.functions()) {
            // Refuses a database without functions before anything is created.
            SqlFunctions.folder(dataSource, properties);
        }
        update(TABLES);
        if (properties.functions()) {
            update(FUNCTIONS);
        }
    }

    private void update(String changelog) {
        SpringLiquibase liquibase = new RestoringLiquibase();
        liquibase.setResourceLoader(new DefaultResourceLoader());
        liquibase.setDataSource(connections());
        liquibase.setChangeLog(changelog);
        liquibase.setDatabaseChangeLogTable(CHANGELOG_TABLE);
        liquibase.setDatabaseChangeLogLockTable(LOCK_TABLE);
        liquibase.setAnalyticsEnabled(false); // Liquibase sends usage data to its makers unless told not to
        IfSet.call(liquibase::setDefaultSchema, properties.schema());
        IfSet.call(liquibase::setLiquibaseSchema, properties.schema());
        // Only one at a time in a JVM. Two that begin at once can leave Liquibase's lock behind, and the next
        // one waits five minutes for it.
        synchronized (LiquibaseInitializer.class) {
            try {
                liquibase.afterPropertiesSet();
            } catch (LiquibaseException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    private DataSource connections() {
        SpringLiquibase application =
                beans != null ? beans.getBeanProvider(SpringLiquibase.class).getIfUnique() : null;
        DataSource theirs = application != null ? application.getDataSource() : null;
        return theirs != null ? theirs : dataSource;
    }
}
