// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.jooq;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.frameworks.LeasedKeys;
import io.snowkey.frameworks.Postgres;
import io.snowkey.frameworks.jooq.generated.tables.records.BookRecord;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.Test;

import static io.snowkey.frameworks.jooq.generated.Tables.BOOK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BooksTest {

    @Test
    void booksAreStoredUnderLeasedKeys() throws Exception {
        Instant before = Instant.now();
        try (Postgres postgres = Postgres.start().withRegistry().with(schema());
                JdbcWorkerRegistry registry =
                        JdbcWorkerRegistry.builder(postgres.database()).build();
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(registry.acquire()).build()) {
            DSLContext books = DSL.using(new DefaultConfiguration()
                    .set(SQLDialect.POSTGRES)
                    .set(postgres.database())
                    .set(new SnowflakeKeys(ids)));

            BookRecord one = books.newRecord(BOOK).setTitle("Ulysses");
            one.store();
            assertTrue(one.getId() > 0);

            books.batchInsert(IntStream.range(0, 100)
                            .mapToObj(number -> books.newRecord(BOOK).setTitle("Volume " + number))
                            .toList())
                    .execute();

            books.insertInto(BOOK, BOOK.ID, BOOK.TITLE)
                    .values(ids.nextId(), "Dubliners")
                    .execute();

            List<Long> keys = books.select(BOOK.ID).from(BOOK).fetch(BOOK.ID);
            assertEquals(102, keys.size());
            assertEquals(1, LeasedKeys.check(postgres.database(), before, keys).size(), "worker ids");

            BookRecord known = books.newRecord(BOOK).setId(42L).setTitle("Imported");
            known.store();
            assertEquals(42, known.getId());
        }
    }

    private static String schema() throws Exception {
        try (InputStream in = SnowflakeKeys.class.getResourceAsStream("/schema.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
