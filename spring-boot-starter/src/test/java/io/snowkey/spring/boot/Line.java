// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What has another name on Spring Boot 3.5 than on Spring Boot 4. The tests are compiled once, as the product is, and the same
 * class files run on each line.
 */
final class Line {

    private Line() {}

    /** The auto-configuration of the {@code DataSource}. */
    static Class<?> dataSource() {
        return either(
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration");
    }

    /** That of its {@code schema.sql} and {@code data.sql}. */
    static Class<?> scripts() {
        return either(
                "org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration",
                "org.springframework.boot.autoconfigure.sql.init.SqlInitializationAutoConfiguration");
    }

    /** That of its {@code JdbcTemplate}. */
    static Class<?> jdbcTemplate() {
        return either(
                "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
                "org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration");
    }

    /** Whether this is Spring Boot 3.5. */
    static boolean isEarlier() {
        return SpringBootVersion.getVersion().startsWith("3.");
    }

    /** For what is there on Spring Boot 4 alone. */
    static void assumeNotEarlier() {
        assumeThat(isEarlier()).as("Spring Boot 3.5").isFalse();
    }

    /** Whether Spring Boot has the entity manager factory wait for Flyway and Liquibase, deferred or not: before 4.1. */
    static boolean migratesFirst() {
        return isEarlier() || SpringBootVersion.getVersion().startsWith("4.0.");
    }

    /**
     * Runs what a context is to do in which the entity manager factory initializes the database before Flyway or Liquibase
     * does. Before 4.1 Spring Boot refuses that combination as a cycle of its own; then this makes sure that it does so
     * without us.
     */
    static void runDeferred(
            ApplicationContextRunner contexts, ContextConsumer<? super AssertableApplicationContext> consumer) {
        ApplicationContextRunner deferred =
                contexts.withPropertyValues("spring.jpa.defer-datasource-initialization=true");
        if (migratesFirst()) {
            deferred.withPropertyValues("spring.autoconfigure.exclude=" + SnowkeyAutoConfiguration.class.getName())
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("Circular depends-on relationship"));
        } else {
            deferred.run(consumer);
        }
    }

    private static Class<?> either(String name, String earlierName) {
        String there = ClassUtils.isPresent(name, null) ? name : earlierName;
        return ClassUtils.resolveClassName(there, null);
    }

    /** For {@code @Import}: the auto-configuration of the {@code DataSource}. */
    static final class DataSources implements ImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            return new String[] {dataSource().getName()};
        }
    }
}
