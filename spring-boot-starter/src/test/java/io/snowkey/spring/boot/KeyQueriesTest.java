// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Instant;
import java.util.List;

import jakarta.persistence.EntityManager;

import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.BookApplication;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

import static org.assertj.core.api.Assertions.assertThat;

/** Queries of Spring Data that ask a key for its time, as docs/sql.md has them. */
class KeyQueriesTest {

    interface BooksByTime extends Repository<Book, Long> {

        @Query("select b from Book b where b.id >= snowkey_first_id(:from) and b.id < snowkey_first_id(:to)")
        List<Book> madeBetween(@Param("from") Instant from, @Param("to") Instant to);
    }

    @Test
    void aRangeOfTimeIsARangeOfKeys() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BookApplication.class)
                .web(WebApplicationType.NONE)
                .properties(Contexts.on(TestDatabase.h2()))
                .properties("spring.jpa.hibernate.ddl-auto=create")
                .run()) {
            BooksByTime books =
                    new JpaRepositoryFactory(context.getBean(EntityManager.class)).getRepository(BooksByTime.class);
            Book stored = context.getBean(Books.class).save(new Book("Ulysses"));
            Instant made =
                    context.getBean(SnowflakeLayout.class).decode(stored.id()).instant();
            assertThat(books.madeBetween(made, made.plusMillis(1)))
                    .extracting(Book::id)
                    .containsExactly(stored.id());
            assertThat(books.madeBetween(Instant.EPOCH, made)).isEmpty();
            assertThat(books.madeBetween(made.plusMillis(1), made.plusSeconds(60)))
                    .isEmpty();
        }
    }
}
