// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A PostgreSQL server for this JVM: one that was given, in a container where Docker is there, else the embedded one. */
final class PostgresServer {

    private PostgresServer() {}

    private static final class Running {
        static final TestDatabase ROOT = Backend.given("postgres", "postgresql")
                .orElseGet(() -> Backend.of("postgres") == Backend.DOCKER ? container() : embedded());

        private static TestDatabase container() {
            @SuppressWarnings("resource") // until the JVM ends
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:18-alpine");
            container.start();
            return new TestDatabase(
                    "postgresql", container.getJdbcUrl(), container.getUsername(), container.getPassword());
        }

        private static TestDatabase embedded() {
            try {
                @SuppressWarnings("resource") // stops itself as the JVM ends
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(10)) // 10 s unless set: too few on a busy machine
                        .setServerConfig("max_connections", "300")
                        .start();
                return new TestDatabase(
                        "postgresql", postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static TestDatabase newDatabase() {
        return Backend.newDatabase(Running.ROOT);
    }
}
