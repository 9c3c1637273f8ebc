// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.eclipselink;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.frameworks.LeasedKeys;
import io.snowkey.frameworks.Postgres;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class BooksTest {

    @Test
    void booksThatAreMadeWithAKeyAreStoredUnderIt() throws Exception {
        Instant before = Instant.now();
        try (Postgres postgres = Postgres.start().withRegistry();
                JdbcWorkerRegistry registry =
                        JdbcWorkerRegistry.builder(postgres.database()).build();
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(registry.acquire()).build();
                EntityManagerFactory books = open(Book.class, postgres)) {
            books.runInTransaction(entities -> IntStream.range(0, 100)
                    .mapToObj(number -> new Book(ids, "Volume " + number))
                    .forEach(entities::persist));
            List<Long> keys = books.callInTransaction(entities ->
                    entities.createQuery("select b.id from Book b", Long.class).getResultList());
            assertEquals(100, keys.size());
            assertEquals(1, LeasedKeys.check(postgres.database(), before, keys).size(), "worker ids");
        }
    }

    /** Why the page says what it says. */
    @Test
    void aGeneratorByNameIsNotKnownAndCounts() throws Exception {
        Instant before = Instant.now();
        try (Postgres postgres = Postgres.start().withRegistry();
                EntityManagerFactory books = open(Counted.class, postgres)) {
            Counted one = new Counted();
            books.runInTransaction(entities -> entities.persist(one));
            assertEquals(1, one.id());
            assertThrows(AssertionError.class, () -> LeasedKeys.check(postgres.database(), before, List.of(one.id())));
        }
    }

    private static EntityManagerFactory open(Class<?> entity, Postgres postgres) {
        return new PersistenceConfiguration(entity.getSimpleName())
                .provider("org.eclipse.persistence.jpa.PersistenceProvider")
                .managedClass(entity)
                .property(PersistenceConfiguration.JDBC_DRIVER, "org.postgresql.Driver")
                .property(PersistenceConfiguration.JDBC_URL, postgres.jdbcUrl())
                .property(PersistenceConfiguration.JDBC_USER, postgres.username())
                .property("eclipselink.jdbc.batch-writing", "JDBC")
                .property(PersistenceConfiguration.SCHEMAGEN_DATABASE_ACTION, "create")
                .createEntityManagerFactory();
    }
}
