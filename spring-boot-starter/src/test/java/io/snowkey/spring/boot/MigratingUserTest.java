// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A user of the application that may read and write rows, and another one that may create tables. */
@RunsLiquibase
class MigratingUserTest {

    private final TestDatabase database = TestDatabase.postgres();
    private ApplicationContextRunner contexts;

    @BeforeEach
    void createUsers() {
        String user = "u" + Long.toHexString(System.nanoTime());
        try (HikariDataSource owner = database.pool(1)) {
            for (String statement : new String[] {
                "create role " + user + " login password 'secret'",
                "revoke create on schema public from public",
                "alter default privileges in schema public grant select, insert, update, delete on tables to " + user
            }) {
                TestDatabase.execute(owner, statement);
            }
        }
        contexts = Contexts.jpa()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues(
                        "spring.datasource.url=" + database.url().replaceAll("[?].*", ""), // where a user is named, too
                        "spring.datasource.username=" + user,
                        "spring.datasource.password=secret",
                        "owner=" + database.username(),
                        "owner.password=" + database.password(),
                        "spring.flyway.locations=classpath:io/snowkey/spring/boot/flyway",
                        "spring.liquibase.change-log=classpath:io/snowkey/spring/boot/liquibase/changelog.xml",
                        "spring.jpa.hibernate.ddl-auto=validate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flyway", "liquibase"})
    void createsTheTablesOfTheRegistryToo(String tool) {
        contexts.withPropertyValues(
                        "spring." + tool + ".enabled=true",
                        "spring." + tool + ".user=${owner}",
                        "spring." + tool + ".password=${owner.password}",
                        "snowkey.registry." + tool + "=true")
                .run(this::stores);
    }

    /** The counter-example: as the user of the application, they could not be created. */
    @ParameterizedTest
    @ValueSource(strings = {"flyway", "liquibase"})
    void isNeeded(String tool) {
        contexts.withPropertyValues("spring.jpa.hibernate.ddl-auto=none", "snowkey.registry." + tool + "=true")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("permission denied"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Owners {

        @Bean(defaultCandidate = false)
        @FlywayDataSource
        @LiquibaseDataSource
        DataSource owners(
                @Value("${spring.datasource.url}") String url,
                @Value("${owner}") String owner,
                @Value("${owner.password}") String password) {
            return new DriverManagerDataSource(url, owner, password);
        }
    }

    @Test
    void mayBeThatOfADataSourceForFlyway() {
        withOwners("flyway").run(this::stores);
    }

    @Test
    void mayBeThatOfADataSourceForLiquibase() {
        withOwners("liquibase").run(this::stores);
    }

    private ApplicationContextRunner withOwners(String tool) {
        Line.assumeNotEarlier(); // there, the annotations are in another package
        return contexts.withUserConfiguration(Owners.class)
                .withPropertyValues("spring." + tool + ".enabled=true", "snowkey.registry." + tool + "=true");
    }

    private void stores(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        assertThat(context.getBean(Books.class).save(new Book("Ulysses")).id()).isPositive();
        assertThat(Registry.in(database).isHeld()).isTrue();
    }
}
