// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.JdbcWorkerRegistry;

/** Books in a table, by plain JDBC. There is one for each process, and it is closed when the process stops. */
public final class Books implements AutoCloseable {

    private final DataSource database;
    private final JdbcWorkerRegistry registry;
    private final SnowflakeGenerator ids;

    public Books(DataSource database) {
        this.database = database;
        registry = JdbcWorkerRegistry.builder(database).application("books").build();
        ids = SnowflakeGenerator.builder().lease(registry.acquire()).build();
    }

    /** Stores them in one batch. */
    public void add(List<String> titles) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO book (id, title) VALUES (?, ?)")) {
            for (String title : titles) {
                insert.setLong(1, ids.nextId());
                insert.setString(2, title);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public void close() {
        ids.close(); // gives the worker id back
        registry.close(); // ends the heartbeats
    }
}
