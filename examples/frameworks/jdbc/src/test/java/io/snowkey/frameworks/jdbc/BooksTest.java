// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import io.snowkey.frameworks.LeasedKeys;
import io.snowkey.frameworks.Postgres;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BooksTest {

    @Test
    void booksAreStoredUnderLeasedKeys() throws Exception {
        Instant before = Instant.now();
        try (Postgres postgres = Postgres.start()
                .withRegistry()
                .with("CREATE TABLE book (id bigint PRIMARY KEY, title varchar(200) NOT NULL)")) {
            DataSource database = postgres.database();
            try (Books one = new Books(database);
                    Books two = new Books(database)) {
                List<String> titles = IntStream.range(0, 100)
                        .mapToObj(number -> "Volume " + number)
                        .toList();
                one.add(titles);
                two.add(titles);

                List<Long> keys = keys(database);
                assertEquals(200, keys.size());
                assertEquals(2, LeasedKeys.check(database, before, keys).size(), "worker ids");
            }
            assertEquals(Set.of(), LeasedKeys.held(database));
        }
    }

    private static List<Long> keys(DataSource database) throws Exception {
        List<Long> keys = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM book")) {
            while (rows.next()) {
                keys.add(rows.getLong(1));
            }
        }
        return keys;
    }
}
