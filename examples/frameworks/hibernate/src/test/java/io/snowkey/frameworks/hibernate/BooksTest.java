// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.hibernate;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.naming.Context;
import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;

import io.snowkey.frameworks.LeasedKeys;
import io.snowkey.frameworks.Postgres;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BooksTest {

    /** With all that Hibernate's schema tools create. */
    @Test
    void booksAreStoredUnderLeasedKeys() throws Exception {
        try (Postgres postgres = Postgres.start()) {
            storesBooks(
                    "books",
                    Map.of(
                            "jakarta.persistence.jdbc.url", postgres.jdbcUrl(),
                            "jakarta.persistence.jdbc.user", postgres.username()),
                    postgres.database());
        }
    }

    /** With tables that were made before, and a DataSource that is looked up. */
    @Test
    void soTheyAreWithADataSourceOfAServer() throws Exception {
        try (Postgres postgres =
                Postgres.start().withRegistry().with("CREATE TABLE book (id bigint PRIMARY KEY, title varchar(255))")) {
            Names.bound = Map.of("java:comp/env/jdbc/books", postgres.database());
            storesBooks(
                    "books-in-a-server",
                    Map.of("hibernate.jndi." + Context.INITIAL_CONTEXT_FACTORY, Names.class.getName()),
                    postgres.database());
        }
    }

    private static void storesBooks(String unit, Map<String, Object> settings, DataSource database) throws Exception {
        Instant before = Instant.now();
        Map<String, Object> all = new HashMap<>(settings);
        all.put(AvailableSettings.GENERATE_STATISTICS, true);
        try (EntityManagerFactory books = Persistence.createEntityManagerFactory(unit, all)) {
            books.runInTransaction(entities -> IntStream.range(0, 100)
                    .mapToObj(number -> new Book("Volume " + number))
                    .forEach(entities::persist));

            Statistics statistics = books.unwrap(SessionFactory.class).getStatistics();
            assertEquals(1, statistics.getPrepareStatementCount(), "statements for 100 books");
            List<Long> keys = books.callInTransaction(entities ->
                    entities.createQuery("select b.id from Book b", Long.class).getResultList());
            assertEquals(100, keys.size());
            assertEquals(1, LeasedKeys.check(database, before, keys).size(), "worker ids");
        }
        assertEquals(Set.of(), LeasedKeys.held(database));
    }
}
