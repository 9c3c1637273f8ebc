// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.FaultWorker.Connections;
import io.snowkey.registry.FaultWorker.Obedience;
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

    @TempDir
    private Path directory;

    private final List<FaultProcess> workers = new ArrayList<>();
    private RestartableServer server;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new RestartableServer(directory.resolve("data"));
        proxy = new TcpProxy(server.port());
    }

    @AfterEach
    void stop() throws IOException {
        workers.forEach(FaultProcess::kill);
        proxy.close();
        server.close();
    }

    @Test
    void noFaultLeadsToADuplicateAndEveryWorkerComesBack() throws Exception {
        FaultProcess killed = worker(server.port(), Obedience.OBEYS, Connections.POOLED);
        FaultProcess paused = worker(server.port(), Obedience.OBEYS, Connections.UNPOOLED);
        FaultProcess remote = worker(proxy.port(), Obedience.OBEYS, Connections.UNPOOLED);
        FaultProcess.awaitIds("their start", List.of(killed, paused, remote));

        killed.kill();
        FaultProcess restarted = worker(server.port(), Obedience.OBEYS, Connections.POOLED);
        FaultProcess.awaitIds("a restart after SIGKILL", List.of(restarted));

        // Four worker ids: the killed one's, the paused one's, and two in use. Two more workers need both of the
        // former.
        paused.signal("STOP");
        Thread.sleep(FaultWorker.LONGER_THAN_ANY_CLAIM.toMillis());
        FaultProcess third = worker(proxy.port(), Obedience.OBEYS, Connections.POOLED);
        FaultProcess fourth = worker(server.port(), Obedience.OBEYS, Connections.POOLED);
        FaultProcess.awaitIds("taking over from the killed and the paused one", List.of(third, fourth));
        paused.signal("CONT");
        Thread.sleep(FaultWorker.HEARTBEAT.multipliedBy(3).toMillis());
        fourth.end();
        FaultProcess.awaitIds("SIGCONT, and a worker id that became free", List.of(paused, restarted, third, remote));

        server.terminateSessions();
        FaultProcess.awaitIds("pg_terminate_backend", List.of(paused, restarted, third, remote));

        server.stop();
        Thread.sleep(FaultWorker.LONGER_THAN_ANY_CLAIM.toMillis());
        server.start();
        FaultProcess.awaitIds(
                "a database that was down for longer than the reservation", List.of(paused, restarted, third, remote));

        proxy.set(TcpProxy.Mode.DROP_ANSWERS);
        Thread.sleep(FaultWorker.LONGER_THAN_ANY_CLAIM.toMillis());
        proxy.set(TcpProxy.Mode.PASS);
        FaultProcess.awaitIds("answers that were dropped", List.of(paused, restarted, third, remote));

        proxy.set(TcpProxy.Mode.DELAY_ANSWERS);
        Thread.sleep(FaultWorker.LONGER_THAN_ANY_CLAIM.toMillis());
        proxy.set(TcpProxy.Mode.PASS);
        FaultProcess.awaitIds("answers that were a second late", List.of(paused, restarted, third, remote));

        for (FaultProcess worker : List.of(paused, restarted, third, remote)) {
            worker.end();
        }
        assertThat(duplicates()).isZero();
    }

    /** The counter-example: without the claim's end, the same pause does lead to duplicates, and they are found. */
    @Test
    void aWorkerThatIgnoresItsClaimIsFoundOut() throws Exception {
        FaultProcess paused = worker(server.port(), Obedience.IGNORES, Connections.POOLED);
        FaultProcess.awaitIds("its start", List.of(paused));
        paused.signal("STOP");
        Thread.sleep(FaultWorker.LONGER_THAN_ANY_CLAIM.toMillis());
        FaultProcess[] others = new FaultProcess[4];
        for (int i = 0; i < others.length; i++) {
            others[i] = worker(server.port(), Obedience.OBEYS, Connections.POOLED);
        }
        FaultProcess.awaitIds("taking all worker ids", List.of(others));
        paused.signal("CONT");
        FaultProcess.awaitIds("SIGCONT", List.of(paused));
        Thread.sleep(2_000);
        for (FaultProcess worker : workers) {
            worker.end();
        }
        assertThat(duplicates()).isPositive();
    }

    private FaultProcess worker(int port, Obedience obedience, Connections connections) throws IOException {
        FaultProcess worker = new FaultProcess(
                server.database(port), directory.resolve("worker-" + workers.size()), obedience, connections, false);
        workers.add(worker);
        return worker;
    }

    /** Puts every id into a table with a unique key, and counts those that were there already. */
    private long duplicates() throws IOException, SQLException {
        long issued = 0;
        long stored = 0;
        try (HikariDataSource pool = server.database().pool(1)) {
            TestDatabase.execute(pool, "CREATE TABLE issued (id BIGINT PRIMARY KEY)");
            for (FaultProcess worker : workers) {
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
}
