// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.reactive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.frameworks.LeasedKeys;
import io.snowkey.frameworks.Postgres;
import io.snowkey.hibernate.SnowkeySettings;
import io.snowkey.registry.JdbcWorkerRegistry;
import io.snowkey.registry.WorkerRegistryException;
import org.hibernate.reactive.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BooksTest {

    private static Postgres postgres;

    @BeforeAll
    static void createTables() throws Exception {
        postgres =
                Postgres.start().withRegistry().with("CREATE TABLE book (id bigint PRIMARY KEY, title varchar(255))");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void aGeneratorOfTheApplicationGivesLeasedKeys() throws Exception {
        Instant before = Instant.now();
        try (JdbcWorkerRegistry registry =
                        JdbcWorkerRegistry.builder(postgres.database()).build();
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(registry.acquire()).build()) {
            List<Long> keys = stored(Map.of(SnowkeySettings.GENERATOR, ids));
            assertEquals(1, LeasedKeys.check(postgres.database(), before, keys).size(), "worker ids");
        }
    }

    @Test
    void aFixedWorkerIdNeedsNoConnection() {
        stored(Map.of(SnowkeySettings.WORKER_ID, "7"))
                .forEach(key ->
                        assertEquals(7, SnowflakeLayout.DEFAULT.decode(key).workerId()));
    }

    /** The registry speaks JDBC, and Hibernate Reactive lends no such connections. Nothing is stored. */
    @Test
    void aLeaseOverTheConnectionsOfTheUnitIsRefused() {
        CompletionException refused =
                assertThrows(CompletionException.class, () -> stored(Map.of(SnowkeySettings.WORKER_ID, "leased")));
        assertEquals(WorkerRegistryException.class, refused.getCause().getClass());
        assertTrue(refused.getMessage().contains("Hibernate Reactive doesn't use JDBC"), refused::getMessage);
    }

    private static List<Long> stored(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("jakarta.persistence.jdbc.url", postgres.jdbcUrl());
        all.put("jakarta.persistence.jdbc.user", postgres.username());
        all.put("jakarta.persistence.jdbc.password", "any");
        List<Book> volumes = IntStream.range(0, 100)
                .mapToObj(number -> new Book("Volume " + number))
                .toList();
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("books", all);
                Stage.SessionFactory books = factory.unwrap(Stage.SessionFactory.class)) {
            books.withTransaction(session -> session.persist(volumes.toArray()))
                    .toCompletableFuture()
                    .join();
            List<Long> keys = new ArrayList<>();
            volumes.forEach(book -> keys.add(book.id()));
            assertEquals(
                    100,
                    books.withSession(session -> session.createSelectionQuery(
                                            "select b.id from Book b where b.id in :keys", Long.class)
                                    .setParameter("keys", keys)
                                    .getResultList())
                            .toCompletableFuture()
                            .join()
                            .size());
            return keys;
        }
    }
}
