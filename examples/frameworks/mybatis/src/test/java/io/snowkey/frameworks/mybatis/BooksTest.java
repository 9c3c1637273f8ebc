// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.mybatis;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.frameworks.LeasedKeys;
import io.snowkey.frameworks.Postgres;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BooksTest {

    @Test
    void booksAreStoredUnderLeasedKeys() throws Exception {
        Instant before = Instant.now();
        try (Postgres postgres = Postgres.start()
                        .withRegistry()
                        .with("CREATE TABLE book (id bigint PRIMARY KEY, title varchar(200) NOT NULL)");
                JdbcWorkerRegistry registry =
                        JdbcWorkerRegistry.builder(postgres.database()).build();
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(registry.acquire()).build()) {
            SqlSessionFactory sessions = sessions(postgres.database());
            List<String> titles = IntStream.range(0, 100)
                    .mapToObj(number -> "Volume " + number)
                    .toList();

            new Books(sessions, ids).add(titles);

            try (SqlSession session = sessions.openSession()) {
                List<Book> stored = session.getMapper(BookMapper.class).all();
                assertEquals(titles, stored.stream().map(Book::title).toList(), "keys sort as they were made");
                List<Long> keys = stored.stream().map(Book::id).toList();
                assertEquals(
                        1, LeasedKeys.check(postgres.database(), before, keys).size(), "worker ids");
            }
        }
    }

    private static SqlSessionFactory sessions(DataSource database) {
        Configuration configuration =
                new Configuration(new Environment("test", new JdbcTransactionFactory(), database));
        configuration.addMapper(BookMapper.class);
        return new SqlSessionFactoryBuilder().build(configuration);
    }
}
