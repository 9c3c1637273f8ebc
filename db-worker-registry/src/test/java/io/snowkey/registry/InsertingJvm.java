// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeGenerator;

/** The JVM in the transcript of docs/sql.md: inserts rows with keys of its own. */
final class InsertingJvm {

    private InsertingJvm() {}

    /** Arguments: URL, user name and password of a database on PostgreSQL, and how many rows. */
    public static void main(String[] args) throws SQLException {
        TestDatabase database = new TestDatabase("postgresql", args[0], args[1], args[2]);
        try (HikariDataSource pool = database.pool(2);
                JdbcWorkerRegistry registry =
                        JdbcWorkerRegistry.builder(pool).namespace("orders").build();
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(registry.acquire()).build();
                Connection connection = pool.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO orders (id, item) VALUES (?, 'by a JVM')")) {
            for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                long id = ids.nextId();
                insert.setLong(1, id);
                insert.executeUpdate();
                System.out.println("INSERT " + ids.layout().decode(id));
            }
        }
    }
}
