// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;

import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.Books;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** An application whose own tables are migrated by Flyway, from version 1 on, as the registry's are. */
abstract class FlywayContract {

    private static final String OWN_MIGRATIONS = "classpath:io/snowkey/spring/boot/flyway";

    private TestDatabase database;
    private ApplicationContextRunner contexts;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void createDatabase() {
        database = newDatabase();
        contexts = Contexts.jpa()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues(
                        "spring.flyway.enabled=true",
                        "spring.flyway.locations=" + OWN_MIGRATIONS,
                        "spring.jpa.hibernate.ddl-auto=validate",
                        "snowkey.registry.flyway=true");
    }

    @Test
    void migratesAfterTheApplicationAndBesideIt() {
        contexts.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(SchemaInitializer.class);
            assertThat(context.getBean(Books.class).save(new Book("Ulysses")).id())
                    .isPositive();
        });
        assertThat(versions("flyway_schema_history")).containsExactly("1");
        assertThat(versions(FlywayInitializer.HISTORY_TABLE)).containsExactly("0", "1", "2");
        assertThat(Registry.in(database).isHeld()).isFalse();
    }

    @Test
    void findsNothingToDoTheSecondTime() {
        contexts.run(context -> assertThat(context).hasNotFailed());
        contexts.run(context -> assertThat(context).hasNotFailed());
        assertThat(versions(FlywayInitializer.HISTORY_TABLE)).containsExactly("0", "1", "2");
        assertThat(Registry.in(database).generation()).isEqualTo(2);
    }

    @Test
    void leavesTheApplicationsOwnHistoryValidToItsOwnTools() {
        contexts.run(context -> assertThat(context).hasNotFailed());
        Flyway alone = Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .locations(OWN_MIGRATIONS)
                .load();
        assertThatCode(alone::validate).doesNotThrowAnyException();
        assertThat(alone.migrate().migrationsExecuted).isZero();
    }

    @Test
    void isNotUsedUnlessAskedFor() {
        contexts.withPropertyValues("snowkey.registry.flyway=false", "snowkey.registry.initialize-schema=always")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SchemaInitializer.class)
                        .doesNotHaveBean(FlywayInitializer.class));
        assertThat(versions("flyway_schema_history")).containsExactly("1");
    }

    @Test
    void doesNotKnowTablesOfOtherNames() {
        contexts.withPropertyValues("snowkey.registry.table-prefix=keys_").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("snowkey.registry.table-prefix"));
    }

    @Test
    void isMissedWhereItIsAskedForAndNotThere() {
        Contexts.jdbc()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues("snowkey.registry.flyway=true")
                .withClassLoader(new FilteredClassLoader("org.flywaydb"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Flyway is not on the class path"));
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

    private List<String> versions(String history) {
        String quote = database.platform().equals("mariadb") ? "`" : "\"";
        String sql =
                "select \"version\" from \"" + history + "\" where \"version\" is not null order by \"installed_rank\"";
        return Registry.in(database).jdbc().queryForList(sql.replace("\"", quote), String.class);
    }
}
