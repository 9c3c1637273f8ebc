// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.BookApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

/** Application contexts to test in. */
public final class Contexts {

    private Contexts() {}

    /** With a {@code DataSource} of the application's, and without JPA. */
    public static ApplicationContextRunner jdbc() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        Line.dataSource(), Line.scripts(), Line.jdbcTemplate(), SnowkeyAutoConfiguration.class));
    }

    /** With nothing else. */
    public static ApplicationContextRunner bare() {
        return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SnowkeyAutoConfiguration.class));
    }

    /** A whole application with Spring Data JPA. */
    public static ApplicationContextRunner jpa() {
        return new ApplicationContextRunner()
                .withUserConfiguration(BookApplication.class)
                .withPropertyValues("spring.jpa.hibernate.ddl-auto=create");
    }

    /** The one that its web server listens at. */
    public static int port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public static String[] on(TestDatabase database) {
        return new String[] {
            "spring.datasource.url=" + database.url(),
            "spring.datasource.username=" + database.username(),
            "spring.datasource.password=" + database.password(),
            "spring.datasource.hikari.maximum-pool-size=4",
            "spring.flyway.enabled=false", // both are on the class path for tests of their own
            "spring.liquibase.enabled=false"
        };
    }
}
