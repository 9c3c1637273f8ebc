// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.FaultWorker.Connections;
import io.snowkey.registry.FaultWorker.Obedience;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real processes against a real PostgreSQL, through real faults. Every id ever issued ends up in a table with a unique key,
 * and every worker that lives issues again after each fault.
 */
@Tag("faults")
final class FaultsTest {

    private static final Duration LONGER_THAN_ANY_CLAIM =
            FaultWorker.TTL.plus(FaultWorker.RESERVATION).plusSeconds(1);

    @TempDir
    private Path directory;

    private final List<Worker> workers = new ArrayList<>();
    private int port;
    private EmbeddedPostgres postgres;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        startDatabase();
        database(port).withSchema();
        proxy = new TcpProxy(port);
    }

    @AfterEach
    void stop() throws IOException {
        workers.forEach(Worker::kill);
        proxy.close();
        postgres.close();
    }

    private void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(10)) // 10 s unless set: too few on a busy machine
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private static TestDatabase database(int port) {
        return new TestDatabase(
                "postgresql", "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres");
    }

    @Test
    void noFaultLeadsToADuplicateAndEveryWorkerComesBack() throws Exception {
        Worker killed = worker(port, Obedience.OBEYS, Connections.POOLED);
        Worker paused = worker(port, Obedience.OBEYS, Connections.UNPOOLED);
        Worker remote = worker(proxy.port(), Obedience.OBEYS, Connections.UNPOOLED);
        all(killed, paused, remote).issueAgainAfter("their start");

        killed.kill();
        Worker restarted = worker(port, Obedience.OBEYS, Connections.POOLED);
        all(restarted).issueAgainAfter("a restart after SIGKILL");

        // Four worker ids: the killed one's, the paused one's, and two in use. Two more workers need both of the
        // former.
        paused.signal("STOP");
        Thread.sleep(LONGER_THAN_ANY_CLAIM.toMillis());
        Worker third = worker(proxy.port(), Obedience.OBEYS, Connections.POOLED);
        Worker fourth = worker(port, Obedience.OBEYS, Connections.POOLED);
        all(third, fourth).issueAgainAfter("taking over from the killed and the paused one");
        paused.signal("CONT");
        Thread.sleep(FaultWorker.HEARTBEAT.multipliedBy(3).toMillis());
        fourth.end();
        all(paused, restarted, third, remote).issueAgainAfter("SIGCONT, and a worker id that became free");

        try (HikariDataSource admin = database(port).pool(1)) {
            TestDatabase.execute(
                    admin,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        }
        all(paused, restarted, third, remote).issueAgainAfter("pg_terminate_backend");

        postgres.close();
        Thread.sleep(LONGER_THAN_ANY_CLAIM.toMillis());
        startDatabase();
        all(paused, restarted, third, remote)
                .issueAgainAfter("a database that was down for longer than the reservation");

        proxy.set(TcpProxy.Mode.DROP_ANSWERS);
        Thread.sleep(LONGER_THAN_ANY_CLAIM.toMillis());
        proxy.set(TcpProxy.Mode.PASS);
        all(paused, restarted, third, remote).issueAgainAfter("answers that were dropped");

        proxy.set(TcpProxy.Mode.DELAY_ANSWERS);
        Thread.sleep(LONGER_THAN_ANY_CLAIM.toMillis());
        proxy.set(TcpProxy.Mode.PASS);
        all(paused, restarted, third, remote).issueAgainAfter("answers that were a second late");

        for (Worker worker : List.of(paused, restarted, third, remote)) {
            worker.end();
        }
        assertThat(duplicates()).isZero();
    }

    /** The counter-example: without the claim's end, the same pause does lead to duplicates, and they are found. */
    @Test
    void aWorkerThatIgnoresItsClaimIsFoundOut() throws Exception {
        Worker paused = worker(port, Obedience.IGNORES, Connections.POOLED);
        all(paused).issueAgainAfter("its start");
        paused.signal("STOP");
        Thread.sleep(LONGER_THAN_ANY_CLAIM.toMillis());
        Worker[] others = new Worker[4];
        for (int i = 0; i < others.length; i++) {
            others[i] = worker(port, Obedience.OBEYS, Connections.POOLED);
        }
        all(others).issueAgainAfter("taking all worker ids");
        paused.signal("CONT");
        all(paused).issueAgainAfter("SIGCONT");
        Thread.sleep(2_000);
        for (Worker worker : workers) {
            worker.end();
        }
        assertThat(duplicates()).isPositive();
    }

    private Worker worker(int port, Obedience obedience, Connections connections) throws IOException {
        Worker worker =
                new Worker(database(port), directory.resolve("worker-" + workers.size()), obedience, connections);
        workers.add(worker);
        return worker;
    }

    private static Workers all(Worker... workers) {
        return new Workers(List.of(workers));
    }

    /** Puts every id into a table with a unique key, and counts those that were there already. */
    private long duplicates() throws IOException, SQLException {
        long issued = 0;
        long stored = 0;
        try (HikariDataSource pool = database(port).pool(1)) {
            TestDatabase.execute(pool, "CREATE TABLE issued (id BIGINT PRIMARY KEY)");
            for (Worker worker : workers) {
                long[] ids = worker.ids();
                issued += ids.length;
                stored += store(pool, ids);
                assertThat(ids).as("ids of one process").isSorted().doesNotHaveDuplicates();
            }
        }
        System.out.println("Faults: " + workers.size() + " processes issued " + issued + " ids, " + (issued - stored)
                + " of them twice");
        return issued - stored;
    }

    private static int store(HikariDataSource pool, long[] ids) throws SQLException {
        try (var connection = pool.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO issued SELECT unnest(?) ON CONFLICT DO NOTHING")) {
            insert.setObject(1, ids);
            return insert.executeUpdate();
        }
    }

    private record Workers(List<Worker> workers) {

        void issueAgainAfter(String fault) throws IOException, InterruptedException {
            long since = System.nanoTime();
            Map<Worker, Long> waiting = new LinkedHashMap<>();
            for (Worker worker : workers) {
                waiting.put(worker, worker.issued());
            }
            List<String> times = new ArrayList<>();
            while (!waiting.isEmpty()) {
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
                for (Worker worker : List.copyOf(waiting.keySet())) {
                    assertThat(worker.process.isAlive())
                            .as("lives: %s", worker.story())
                            .isTrue();
                    assertThat(millis)
                            .as("issues ids at last: %s", worker.story())
                            .isLessThan(600_000);
                    if (worker.issued() > waiting.get(worker)) {
                        waiting.remove(worker);
                        times.add(millis + " ms (" + worker.connections + ")");
                    }
                }
                Thread.sleep(5);
            }
            System.out.println("Faults: after " + fault + ", all issue again within " + String.join(", ", times)
                    + "; a heartbeat is " + FaultWorker.HEARTBEAT.toMillis() + " ms");
        }
    }

    private static final class Worker {

        private final Path file;
        private final Connections connections;
        private final Process process;

        Worker(TestDatabase database, Path file, Obedience obedience, Connections connections) throws IOException {
            this.file = file;
            this.connections = connections;
            this.process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Dsnowkey.log=INFO",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FaultWorker.class.getName(),
                            database.url(),
                            database.username(),
                            database.password(),
                            file.toString(),
                            obedience.name(),
                            connections.name())
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
        }

        private Path log() {
            return file.resolveSibling(file.getFileName() + ".log");
        }

        private String story() throws IOException {
            return process + " wrote:\n" + Files.readString(log());
        }

        void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        }

        void kill() {
            process.destroyForcibly();
        }

        void end() throws IOException, InterruptedException {
            process.getOutputStream().write('.');
            process.getOutputStream().flush();
            assertThat(process.waitFor(10, TimeUnit.MINUTES))
                    .as("ended by itself: %s", story())
                    .isTrue();
        }

        long issued() throws IOException {
            return Files.exists(file) ? Files.size(file) / Long.BYTES : 0;
        }

        long[] ids() throws IOException {
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            LongBuffer ids = ByteBuffer.wrap(bytes).asLongBuffer();
            long[] result = new long[ids.remaining()];
            ids.get(result);
            return result;
        }
    }
}
