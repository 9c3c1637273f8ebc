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
        // Days away, so that their times are written with the day at whatever time of day this runs.
        long before = Instant.now().minus(Duration.ofDays(2)).toEpochMilli();
        long later = Instant.now().plus(Duration.ofDays(2)).toEpochMilli();
        // A process that was killed: its row is as it was left, and time goes by.
        change(EXPIRED, "heartbeat_at_ms = ?, expires_at_ms = ?, reserved_until_ms = ?", before, before, before);
        // One that was released while its reservation lay in the future.
        change(
                COOLING,
                "holder = NULL, heartbeat_at_ms = ?, expires_at_ms = ?, reserved_until_ms = ?",
                before,
                before,
                later);
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

    private void change(long workerId, String assignments, long... millis) throws SQLException {
        String sql = "UPDATE snowkey_worker SET " + assignments + " WHERE worker_id = " + workerId;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < millis.length; i++) {
                statement.setLong(i + 1, millis[i]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}
