// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.Set;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Puts the registry's migrations into Spring Boot's order: after those of the application, which Flyway would refuse to run on
 * a schema that is not empty, and before whatever uses the database.
 */
final class MigrationDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    /** One after that of the application's Flyway, which is the later of the two tools. */
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
