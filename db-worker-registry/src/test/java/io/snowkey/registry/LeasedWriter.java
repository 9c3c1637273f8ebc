// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeGenerator;

/** A process of its own that leases a worker id, and inserts rows with the keys of a generator. */
final class LeasedWriter {

    private LeasedWriter() {}

    /** Arguments: as those of {@link JdbcOnlyWriter}. */
    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        try (HikariDataSource pool = new TestDatabase("any", args[0], args[1], args[2]).pool(2);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pool)
                        .ttl(Duration.ofSeconds(2))
                        .heartbeat(Duration.ofSeconds(1))
                        .reservation(Duration.ofMinutes(5))
                        .build();
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(registry.acquire()).build()) {
            JdbcOnlyWriter.write(args, ids::nextId);
        }
    }
}
