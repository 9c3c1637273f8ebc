// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;
import java.util.Locale;

import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** An application whose own tables are in a Liquibase changelog, with ids that are those of the registry's change sets. */
@RunsLiquibase
abstract class LiquibaseContract {

    private TestDatabase database;
    private ApplicationContextRunner contexts;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void createDatabase() {
        database = newDatabase();
        contexts = Contexts.jpa()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues(
                        "spring.liquibase.enabled=true",
                        "spring.liquibase.change-log=classpath:io/snowkey/spring/boot/liquibase/changelog.xml",
                        "spring.jpa.hibernate.ddl-auto=validate",
                        "snowkey.registry.liquibase=true");
    }

    @Test
    void migratesAfterTheApplicationAndBesideIt() {
        contexts.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(SchemaInitializer.class);
            assertThat(context.getBean(Books.class).save(new Book("Ulysses")).id())
                    .isPositive();
        });
        assertThat(changeSets("databasechangelog")).containsExactly("1-h2", "1-postgresql");
        assertThat(changeSets(LiquibaseInitializer.CHANGELOG_TABLE)).hasSize(2);
        assertThat(Registry.in(database).isHeld()).isFalse();
    }

    @Test
    void findsNothingToDoTheSecondTime() {
        contexts.run(context -> assertThat(context).hasNotFailed());
        contexts.run(context -> assertThat(context).hasNotFailed());
        assertThat(changeSets(LiquibaseInitializer.CHANGELOG_TABLE)).hasSize(2);
        assertThat(Registry.in(database).generation()).isEqualTo(2);
    }

    /** So that an application that leaves Snowkey, or runs Liquibase elsewhere, finds its changelog as it wrote it. */
    @Test
    void leavesTheApplicationsOwnChangelogAsItIs() {
        contexts.withPropertyValues("snowkey.registry.liquibase=false", "snowkey.worker-id=7")
                .run(context -> assertThat(context).hasNotFailed());
        List<String> without = checksums();
        contexts.run(context -> assertThat(context).hasNotFailed());
        assertThat(checksums()).isEqualTo(without);
        contexts.withPropertyValues("snowkey.registry.liquibase=false", "snowkey.worker-id=7")
                .run(context -> assertThat(context.getBean(Books.class).count()).isEqualTo(1));
    }

    @Test
    void isBeforeTheLeaseAlsoWhereTheEntityManagerFactoryInitializesTheDatabase() {
        // Spring Boot then makes the factory ahead of the migrations, so that it has nothing to validate yet.
        Line.runDeferred(contexts.withPropertyValues("spring.jpa.hibernate.ddl-auto=none"), context -> {
            assertThat(context).hasNotFailed();
            context.getBean(Books.class).save(new Book("Ulysses"));
            assertThat(Registry.in(database).isHeld()).isTrue();
        });
    }

    @Test
    void isMissedWhereItIsAskedForAndNotThere() {
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues("snowkey.registry.liquibase=true")
                .withClassLoader(new FilteredClassLoader("liquibase"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Liquibase is not on the class path"));
    }

    private List<String> changeSets(String changelog) {
        return column("id", changelog);
    }

    private List<String> checksums() {
        return column("md5sum", "databasechangelog");
    }

    /** H2 and Liquibase agree on capitals, PostgreSQL on none, and MariaDB tells tables apart by them. */
    private List<String> column(String name, String table) {
        String quoted = database.platform().equals("mariadb") && table.equals("databasechangelog")
                ? table.toUpperCase(Locale.ROOT)
                : table;
        return Registry.in(database)
                .jdbc()
                .queryForList("select " + name + " from " + quoted + " order by orderexecuted", String.class);
    }
}
