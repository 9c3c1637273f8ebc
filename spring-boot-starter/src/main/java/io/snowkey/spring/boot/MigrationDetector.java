// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Set;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Puts the registry's migrations into Spring Boot's order of database initializers. They run after those of the
 * application, because Flyway would refuse to run these on a schema that is not empty. They run before all beans that
 * use the database.
 */
final class MigrationDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    /** The order: one after that of the application's Flyway, which is the later of the two tools. */
    private static final int ORDER = 2;

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(FlywayInitializer.class, LiquibaseInitializer.class);
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
