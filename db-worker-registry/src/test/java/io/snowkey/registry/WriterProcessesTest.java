// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import io.snowkey.SnowflakeLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes of their own on one table: JVMs with leases, and clients that do not have Snowkey on their class path.
 * Some are killed in the middle of their work, and others take their place. A key counts from the moment at which a
 * process knows of it, whether or not its row was ever committed.
 */
@Tag("faults")
final class WriterProcessesTest {

    private static final int KEYS = 30;

    @TempDir
    private Path directory;

    private final List<WriterProcess> processes = new ArrayList<>();

    private SqlWriterContract on;

    /** Keeps the server of H2 open, which is this JVM, and lets it close when the test ends. */
    private Connection held;

    @AfterEach
    void end() throws InterruptedException, SQLException {
        for (WriterProcess process : processes) {
            process.kill();
        }
        on.pool.close();
        held.close();
    }

    /** A database with the functions, the table and a started writer. */
    private void begin(String platform) throws SQLException {
        on = switch (platform) {
            case "postgresql" -> new SqlWriterPostgreSqlTest();
            case "mariadb" -> new SqlWriterMariaDbTest();
            default -> new SqlWriterH2Test();
        };
        TestDatabase database = on.newDatabase();
        if (platform.equals("h2")) { // this JVM is the server, and the others connect to it
            database = new TestDatabase(
                    "h2",
                    "jdbc:h2:file:" + directory.resolve("h2") + ";AUTO_SERVER=TRUE",
                    database.username(),
                    database.password());
        }
        on.database = database;
        held = on.newConnection();
        on.pool = database.pool(2);
        database.withSchema().withFunctions();
        TestProcess founder = new TestProcess(on.pool, builder -> builder);
        founder.acquire();
        founder.close();
        on.createTable("orders", "default");
        on.startWriter("default");
    }

    private WriterProcess plain() throws Exception {
        return started(WriterProcess.plain(nextFile(), on.database));
    }

    private WriterProcess leased() throws Exception {
        return started(WriterProcess.leased(nextFile(), on.database));
    }

    private Path nextFile() {
        return directory.resolve("writer-" + processes.size());
    }

    private WriterProcess started(WriterProcess process) {
        processes.add(process);
        return process;
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "h2"})
    void noneEverKnowsTheKeyOfAnother(String platform) throws Exception {
        begin(platform);
        List<WriterProcess> stay = List.of(plain(), leased());
        List<WriterProcess> killed = List.of(plain(), leased());
        for (WriterProcess process : processes) {
            process.awaitKeys(KEYS);
        }
        for (WriterProcess process : killed) {
            process.kill();
        }
        List<WriterProcess> later = List.of(plain(), leased());
        for (WriterProcess process : later) {
            process.awaitKeys(KEYS);
        }
        for (WriterProcess process : stay) {
            process.awaitKeys(KEYS);
            process.end();
        }
        for (WriterProcess process : later) {
            process.end();
        }
        List<Long> known = known();
        assertThat(known).hasSizeGreaterThanOrEqualTo(8 * KEYS).doesNotHaveDuplicates();
        assertThat(new HashSet<>(known))
                .as("whose row is there was known before its commit")
                .containsAll(on.numbers("SELECT id FROM orders"));
        System.out.println("Processes on " + platform + ": " + known.size() + " keys, none of them twice");
    }

    /** The counter-example: a mark that a rollback takes back. The clock is an hour behind, so it does not help. */
    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "h2"})
    void aMarkThatARollbackTakesBackIsFoundOut(String platform) throws Exception {
        begin(platform);
        on.number(on.nextId("default"));
        on.moveMark(
                "default",
                SnowflakeLayout.DEFAULT,
                on.startWriter("default"),
                Instant.now().plusSeconds(3600));
        on.keepTheMarkInATable();
        WriterProcess process = plain();
        process.awaitKeys(KEYS);
        process.end();
        assertThat(new HashSet<>(known())).hasSizeLessThan(known().size());
    }

    private List<Long> known() {
        return processes.stream().flatMap(process -> process.keys().stream()).toList();
    }
}
