// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.quarkus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

import io.snowkey.SnowflakeLayout;
import io.snowkey.frameworks.LeasedKeys;
import io.snowkey.frameworks.Postgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One build, started more than once. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BooksTest {

    private final Instant before = Instant.now();
    private Postgres postgres;

    @BeforeEach
    void createTables() throws Exception {
        postgres =
                Postgres.start().withRegistry().with("CREATE TABLE book (id bigint PRIMARY KEY, title varchar(255))");
    }

    @AfterEach
    void stopDatabase() throws IOException {
        postgres.close();
    }

    @Test
    void twoReplicasLeaseTwoWorkerIds() throws Exception {
        try (Replica one = start(Map.of());
                Replica two = start(Map.of())) {
            one.awaitStored();
            two.awaitStored();
            assertEquals(
                    2, LeasedKeys.check(postgres.database(), before, keys()).size(), "worker ids");
            assertEquals(20, keys().size());
        }
        assertEquals(Set.of(), LeasedKeys.held(postgres.database()));
    }

    /** The setting is that of the replica, and not that of the build. */
    @Test
    void twoReplicasMayHaveFixedWorkerIds() throws Exception {
        try (Replica one = start(Map.of("WORKER_ID", "1"));
                Replica two = start(Map.of("WORKER_ID", "2"))) {
            one.awaitStored();
            two.awaitStored();
        }
        Set<Long> workers = new TreeSet<>();
        keys().forEach(key -> workers.add(SnowflakeLayout.DEFAULT.decode(key).workerId()));
        assertEquals(Set.of(1L, 2L), workers);
        assertEquals(20, keys().size());
    }

    private List<Long> keys() throws Exception {
        DataSource database = postgres.database();
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

    private Replica start(Map<String, String> environment) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
        command.environment().put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl());
        command.environment().put("QUARKUS_DATASOURCE_USERNAME", postgres.username());
        command.environment().putAll(environment);
        return new Replica(command.redirectErrorStream(true).start());
    }

    private static final class Replica implements AutoCloseable {

        private final Process process;
        private final BufferedReader output;

        Replica(Process process) {
            this.process = process;
            this.output = process.inputReader(StandardCharsets.UTF_8);
        }

        void awaitStored() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.equals("Stored.")) {
                    return;
                }
            }
            throw new AssertionError(String.join("\n", lines));
        }

        /** Stops it as an orchestrator does, and waits until it is gone. */
        @Override
        public void close() throws IOException, InterruptedException {
            process.toHandle().destroy(); // and leaves its output open
            output.transferTo(Writer.nullWriter());
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            process.destroyForcibly();
            assertTrue(ended, "it did not stop");
        }
    }
}
