// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;

/** A process of its own that asks for ids until its standard input ends, and writes down each refusal. */
final class FrozenWorker {

    static final Duration RESERVATION = Duration.ofSeconds(3);

    private FrozenWorker() {}

    /** Arguments: URL, user name and password of the database, and how many milliseconds a call may wait. */
    public static void main(String[] args) throws IOException, InterruptedException {
        TestDatabase database = new TestDatabase("postgresql", args[0], args[1], args[2]);
        try (HikariDataSource pool = database.pool(2);
                JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(pool)
                        .ttl(Duration.ofSeconds(3))
                        .heartbeat(Duration.ofSeconds(2))
                        .reservation(RESERVATION)
                        .claimWait(Duration.ofMillis(Long.parseLong(args[3])))
                        .build();
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(registry.acquire()).build()) {
            long issued = 0;
            while (System.in.available() == 0) {
                try {
                    ids.nextId();
                    issued++;
                    if (issued % 100 == 0) {
                        System.out.println("issued " + issued);
                    }
                } catch (IdRefusedException e) {
                    System.out.println("refused " + e.getMessage());
                }
                Thread.sleep(1);
            }
        }
    }
}
