// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.micronaut;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.micronaut.context.ApplicationContext;
import io.snowkey.frameworks.LeasedKeys;
import io.snowkey.frameworks.Postgres;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BooksTest {

    @Test
    void booksAreStoredUnderLeasedKeys() throws Exception {
        Instant before = Instant.now();
        try (Postgres postgres = Postgres.start()) {
            try (ApplicationContext application = ApplicationContext.run(Map.of(
                    "datasources.default.url", postgres.jdbcUrl(),
                    "datasources.default.username", postgres.username()))) {
                Books books = application.getBean(Books.class);
                List<Book> volumes = IntStream.range(0, 100)
                        .mapToObj(number -> new Book("Volume " + number))
                        .toList();

                books.saveAll(volumes);

                List<Long> keys = books.findAll().stream().map(Book::getId).toList();
                assertEquals(100, keys.size());
                assertEquals(
                        1, LeasedKeys.check(postgres.database(), before, keys).size(), "worker ids");
            }
            assertEquals(Set.of(), LeasedKeys.held(postgres.database()));
        }
    }
}
