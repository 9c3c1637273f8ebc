// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.registry.JdbcWorkerRegistry;

/** Other processes of the namespace, each with a lease of the real registry on the node's database. */
final class BrowserWorkers implements AutoCloseable {

    static final long ACTIVE = 40;
    static final long EXPIRED = 77;
    static final long COOLING = 105;

    private final DataSource database;
    private final List<Runnable> closers = new ArrayList<>();

    BrowserWorkers(IdServiceNode node) {
        this.database = node.bean(DataSource.class);
    }

    /** One in each state, and some more that are active. */
    BrowserWorkers start(int more) throws SQLException {
        take(ACTIVE, "orders-1");
        take(EXPIRED, "billing-7 <b>&amp;</b>");
        take(COOLING, "import-3");
        for (int i = 0; i < more; i++) {
            take(200 + 37L * i % 800, "shop-" + i);
        }
        long hourAgo = Instant.now().minus(Duration.ofHours(1)).toEpochMilli();
        // A process that was killed: its row is as it was left, and time goes by.
        change(
                "UPDATE snowkey_worker SET expires_at_ms = ?, reserved_until_ms = ? WHERE worker_id = " + EXPIRED,
                hourAgo);
        // One that was released while its reservation lay in the future.
        change("UPDATE snowkey_worker SET holder = NULL, expires_at_ms = ? WHERE worker_id = " + COOLING, hourAgo);
        return this;
    }

    private void take(long workerId, String instance) {
        JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(database)
                .workerIds(workerId, workerId)
                .instance(instance)
                .application("elsewhere")
                .ttl(Duration.ofMinutes(30))
                .heartbeat(Duration.ofMinutes(10))
                .reservation(Duration.ofHours(1))
                .build();
        SnowflakeGenerator generator =
                SnowflakeGenerator.builder().lease(registry.acquire()).build();
        generator.nextIds(5);
        closers.add(generator::close);
        closers.add(registry::close);
    }

    private void change(String sql, long millis) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                statement.setLong(i, millis);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}
