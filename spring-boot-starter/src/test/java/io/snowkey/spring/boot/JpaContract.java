// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

import static org.assertj.core.api.Assertions.assertThat;

/** A JPA application that knows nothing of Snowkey but {@code @SnowflakeId}, on each database. */
abstract class JpaContract {

    private TestDatabase database;
    private ApplicationContextRunner contexts;

    abstract TestDatabase newDatabase();

    /** What the database calls itself, so that no test runs on another one than it says. */
    abstract String product();

    @BeforeEach
    void createDatabase() {
        database = newDatabase();
        contexts = Contexts.jpa()
                .withPropertyValues(Contexts.on(database))
                .withPropertyValues("snowkey.registry.initialize-schema=always");
    }

    @Test
    void runsOnTheDatabaseItIsNamedAfter() {
        contexts.run(context -> {
            try (var connection = context.getBean(DataSource.class).getConnection()) {
                assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(product());
            }
        });
    }

    @Test
    void storesEntitiesUnderKeysOfTheLeasedWorkerId() {
        contexts.run(context -> {
            Books books = context.getBean(Books.class);
            books.saveAll(IntStream.range(0, 100)
                    .mapToObj(number -> new Book("Book " + number))
                    .toList());
            List<Long> keys = books.findAll().stream().map(Book::id).toList();
            assertThat(keys).hasSize(100).doesNotHaveDuplicates();
            assertThat(keys).allSatisfy(key -> assertThat(
                            SnowflakeLayout.DEFAULT.decode(key).workerId())
                    .isEqualTo(Registry.in(database).workerId()));
        });
    }

    @Test
    void givesTheWorkerIdBackWhenTheContextCloses() {
        contexts.run(context -> context.getBean(Books.class).save(new Book("Ulysses")));
        assertThat(Registry.in(database).isHeld()).isFalse();
        assertThat(Registry.in(database).number("issued")).isEqualTo(1);
    }

    @Test
    void startsAgainOnTheTablesThatAreThere() {
        contexts.run(context -> context.getBean(Books.class).save(new Book("Ulysses")));
        contexts.withPropertyValues("spring.jpa.hibernate.ddl-auto=validate").run(context -> {
            context.getBean(Books.class).save(new Book("Dubliners"));
            assertThat(context.getBean(Books.class).count()).isEqualTo(2);
        });
        assertThat(Registry.in(database).generation()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.jpa.defer-datasource-initialization=true",
                "spring.main.lazy-initialization=true",
                "spring.data.jpa.repositories.bootstrap-mode=deferred",
                "spring.jpa.bootstrap=async",
                "snowkey.registry.acquire=lazy",
                "snowkey.registry.table-prefix=snowkey_",
                "spring.datasource.hikari.auto-commit=false",
                "spring.threads.virtual.enabled=true"
            })
    void startsAndStoresWhateverTheOrderOfThings(String setting) {
        contexts.withPropertyValues(setting).run(context -> {
            assertThat(context.getBean(Books.class).save(new Book("Ulysses")).id())
                    .isPositive();
            assertThat(Registry.in(database).isHeld()).isTrue();
        });
        assertThat(Registry.in(database).isHeld()).isFalse();
        assertThat(Registry.in(database).generation()).isEqualTo(1);
    }

    @Test
    void storesAsEarlyAsWhenABeanIsMadeAndAsLateAsWhenItGoes() {
        contexts.withUserConfiguration(Librarian.class).run(context -> {
            assertThat(context.getBean(Books.class).count()).isEqualTo(1);
            assertThat(Registry.in(database).generation()).isEqualTo(1); // the one of the first book, and no second
        });
        assertThat(Registry.in(database).jdbc().queryForList("select title from book order by id", String.class))
                .containsExactly("First", "Last");
        assertThat(Registry.in(database).isHeld()).isFalse();
    }

    @Test
    void storesEarlyWhereTheEntityManagerFactoryInitializesTheDatabase() {
        contexts.withUserConfiguration(Librarian.class)
                .withPropertyValues("spring.jpa.defer-datasource-initialization=true")
                .run(context -> assertThat(context.getBean(Books.class).count()).isEqualTo(1));
        assertThat(Registry.in(database).isHeld()).isFalse();
    }

    /** The generator is the last of these beans to be made, and would be the first to go. */
    @Test
    void storesAsABeanGoesThatWasMadeBeforeTheGenerator() {
        contexts.withUserConfiguration(LateLibrarian.class)
                .run(context -> assertThat(context.getBean(Books.class).count()).isZero());
        assertThat(Registry.in(database).jdbc().queryForList("select title from book", String.class))
                .containsExactly("Last");
        assertThat(Registry.in(database).isHeld()).isFalse();
    }

    @Configuration(proxyBeanMethods = false)
    static class LateLibrarian {

        private final Books books;

        LateLibrarian(Books books) {
            this.books = books;
        }

        @PreDestroy
        void close() {
            books.save(new Book("Last"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Librarian {

        private final Books books;

        Librarian(Books books) {
            this.books = books;
        }

        @PostConstruct
        void open() {
            books.save(new Book("First"));
        }

        @PreDestroy
        void close() {
            books.save(new Book("Last"));
        }
    }

    @Test
    void storesOnAfterTheContextWasStoppedAndStarted() {
        contexts.run(context -> {
            ConfigurableApplicationContext whole = context.getSourceApplicationContext();
            Books books = context.getBean(Books.class);
            books.save(new Book("Before"));
            whole.stop();
            assertThat(Registry.in(database).isHeld()).isFalse();
            books.save(new Book("While stopped"));
            assertThat(Registry.in(database).isHeld()).isTrue();
            whole.stop();
            assertThat(Registry.in(database).isHeld()).isFalse();
            whole.start();
            assertThat(Registry.in(database).isHeld()).isTrue();
            books.save(new Book("After"));
            assertThat(books.count()).isEqualTo(3);
        });
        assertThat(Registry.in(database).isHeld()).isFalse();
    }

    @Test
    void servesEveryEntityManagerFactoryIncludingThoseOfTheApplication() {
        contexts.withUserConfiguration(SecondUnit.class).run(context -> {
            context.getBean(Books.class).save(new Book("In the first"));
            EntityManagerFactory second = context.getBean("second", EntityManagerFactory.class);
            persist(second, new Book("In the second"));
            assertThat(context.getBean(Books.class).count()).isEqualTo(2);
        });
        assertThat(Registry.in(database).number("issued")).isEqualTo(2);
    }

    private static void persist(EntityManagerFactory unit, Book book) {
        try (EntityManager manager = unit.createEntityManager()) {
            manager.getTransaction().begin();
            manager.persist(book);
            manager.getTransaction().commit();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondUnit {
        @Bean(defaultCandidate = false)
        LocalContainerEntityManagerFactoryBean second(DataSource dataSource) {
            LocalContainerEntityManagerFactoryBean unit = new LocalContainerEntityManagerFactoryBean();
            unit.setDataSource(dataSource);
            unit.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
            unit.setPackagesToScan(Book.class.getPackageName());
            return unit;
        }
    }

    @Test
    void leavesAGeneratorThatAUnitWasGivenByTheApplication() {
        contexts.withUserConfiguration(OwnGeneratorOfAUnit.class).run(context -> {
            EntityManagerFactory second = context.getBean("own", EntityManagerFactory.class);
            Book book = new Book("By worker 9");
            persist(second, book);
            assertThat(SnowflakeLayout.DEFAULT.decode(book.id()).workerId()).isEqualTo(9);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnGeneratorOfAUnit {
        @Bean(defaultCandidate = false)
        LocalContainerEntityManagerFactoryBean own(DataSource dataSource, ObjectProvider<SnowflakeGenerator> others) {
            LocalContainerEntityManagerFactoryBean unit = new SecondUnit().second(dataSource);
            unit.getJpaPropertyMap()
                    .put(
                            "snowkey.generator",
                            SnowflakeGenerator.builder().workerId(9).build());
            return unit;
        }
    }
}
