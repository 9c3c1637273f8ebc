// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.ArrayList;
import java.util.List;

import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** The order in which beans come and go: tables, lease, generator; and what still needs keys goes before them. */
@RunsLiquibase
class BeanOrderTest {

    /** Writes down the names of beans. */
    private static final class Recorder implements DestructionAwareBeanPostProcessor {

        private final List<String> made = new ArrayList<>();
        private final List<String> gone = new ArrayList<>();

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            made.add(beanName);
            return bean;
        }

        @Override
        public void postProcessBeforeDestruction(Object bean, String beanName) {
            gone.add(beanName);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "initialize-schema=always, snowkeySchemaInitializer, dataSourceScriptDatabaseInitializer, false",
        "initialize-schema=always, snowkeySchemaInitializer, entityManagerFactory, true",
        "flyway=true, snowkeyFlywayInitializer, flywayInitializer, false",
        "flyway=true, snowkeyFlywayInitializer, entityManagerFactory, true",
        "liquibase=true, snowkeyLiquibaseInitializer, liquibase, false",
        "liquibase=true, snowkeyLiquibaseInitializer, entityManagerFactory, true"
    })
    void isTablesLeaseGenerator(String setting, String creator, String applications, boolean deferred) {
        Recorder recorder = new Recorder();
        boolean flyway = setting.startsWith("flyway");
        boolean liquibase = setting.startsWith("liquibase");
        assumeFalse(
                deferred && (flyway || liquibase) && Line.migratesFirst(), "a cycle of its own: see Line.runDeferred");
        Contexts.jpa()
                .withPropertyValues(Contexts.on(TestDatabase.h2()))
                .withPropertyValues(
                        "snowkey.registry." + setting,
                        "spring.sql.init.mode=" + (flyway || liquibase ? "never" : "always"),
                        "spring.sql.init.schema-locations=classpath:io/snowkey/spring/boot/flyway/V1__book.sql",
                        "spring.flyway.enabled=" + flyway,
                        "spring.flyway.locations=classpath:io/snowkey/spring/boot/flyway",
                        "spring.liquibase.enabled=" + liquibase,
                        "spring.liquibase.change-log=classpath:io/snowkey/spring/boot/liquibase/changelog.xml",
                        "spring.jpa.hibernate.ddl-auto=none",
                        "spring.jpa.defer-datasource-initialization=" + deferred)
                .withInitializer(context -> context.getBeanFactory().addBeanPostProcessor(recorder))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    context.getBean(Books.class).save(new Book("Ulysses"));
                });
        assertThat(recorder.made)
                .containsSubsequence("dataSource", applications, creator, "snowkeyWorkerLease", "snowkeyGenerator");
        // Where the unit initializes the database, the lease depends on it and goes ahead of it. A bean that stores
        // something as it goes depends on the unit as well, and is gone before either.
        assertThat(recorder.gone)
                .containsSubsequence(deferred ? "books" : "entityManagerFactory", "snowkeyWorkerLease", "dataSource")
                .contains("snowkeyGenerator");
    }
}
