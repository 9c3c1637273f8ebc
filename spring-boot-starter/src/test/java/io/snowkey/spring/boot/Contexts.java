// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.BookApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Application contexts to test in. */
final class Contexts {

    private Contexts() {}

    /** With a {@code DataSource} of the application's, and without JPA. */
    static ApplicationContextRunner jdbc() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        DataSourceInitializationAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        SnowkeyAutoConfiguration.class));
    }

    /** With nothing else. */
    static ApplicationContextRunner bare() {
        return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SnowkeyAutoConfiguration.class));
    }

    /** A whole application with Spring Data JPA. */
    static ApplicationContextRunner jpa() {
        return new ApplicationContextRunner()
                .withUserConfiguration(BookApplication.class)
                .withPropertyValues("spring.jpa.hibernate.ddl-auto=create");
    }

    static String[] on(TestDatabase database) {
        return new String[] {
            "spring.datasource.url=" + database.url(),
            "spring.datasource.username=" + database.username(),
            "spring.datasource.password=" + database.password(),
            "spring.datasource.hikari.maximum-pool-size=4",
            "spring.flyway.enabled=false" // it is on the class path for tests of its own
        };
    }
}
