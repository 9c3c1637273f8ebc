// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read in the log when things fail. */
final class OutageLogTest {

    private final HikariDataSource pool = TestDatabase.h2().withSchema().pool(2);

    @AfterEach
    void close() {
        pool.close();
    }

    private static List<String> warnings(CapturedLog log) {
        List<String> warnings =
                log.lines().stream().filter(line -> line.startsWith("WARN")).toList();
        log.lines().clear();
        return warnings;
    }

    /** The pool says that a connection is not available. That the database refuses them is what somebody has to know. */
    @Test
    void keepsTheCauseThatThePoolHides() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        TestDatabase nobody =
                new TestDatabase("postgresql", "jdbc:postgresql://127.0.0.1:" + closed + "/none", "user", "secret");
        try (HikariDataSource outage = nobody.pool(1, config -> {
                    config.setConnectionTimeout(250);
                    config.setInitializationFailTimeout(-1);
                });
                TestProcess process = new TestProcess(outage, builder -> builder)) {
            WorkerRegistryException refused = RegistryContract.refusal(process::acquire);
            assertThat(refused.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE);
            assertThat(refused)
                    .hasMessageContaining("Connection is not available")
                    .hasMessageContaining("Because: Connection to 127.0.0.1:" + closed + " refused");
        }
    }

    @Test
    void saysOnceForEachReasonWhyALostLeaseIsNotReplaced() {
        try (TestProcess process = new TestProcess(pool, builder -> builder.workerIds(5, 5));
                CapturedLog log = new CapturedLog()) {
            WorkerLease lease = process.acquire();
            TestDatabase.execute(
                    pool,
                    "UPDATE snowkey_worker SET generation = 99, holder = 'somebody else',"
                            + " heartbeat_at_ms = heartbeat_at_ms + 1");
            process.heartbeats.beat();
            assertThat(warnings(log))
                    .satisfiesExactly(
                            lost -> assertThat(lost)
                                    .contains("Lease lost: worker id 5 was found to be held by another process"),
                            why -> assertThat(why)
                                    .contains("No ids: worker 5 was lost, and there is no other one for it yet.")
                                    .contains("Each heartbeat tries again.")
                                    .contains("worker id 5, the only one in the range, is held"));
            process.heartbeats.beat();
            assertThat(warnings(log)).as("said").isEmpty();
            process.network.set(Outage.Mode.NO_CONNECTION);
            process.heartbeats.beat();
            assertThat(warnings(log)).anySatisfy(line -> assertThat(line)
                    .contains("No ids: worker 5 was lost")
                    .contains("Connection refused (by the test)"));
            assertThat(lease.renewalFailure()).hasMessageContaining("Connection refused (by the test)");
            process.network.set(Outage.Mode.NONE);
        }
    }

    @Test
    void saysOnceForEachReasonWhyHeartbeatsFail() {
        try (TestProcess process = new TestProcess(pool, builder -> builder.workerIds(5, 5));
                CapturedLog log = new CapturedLog()) {
            process.acquire();
            process.network.set(Outage.Mode.NO_CONNECTION);
            process.heartbeats.beat();
            process.heartbeats.beat();
            assertThat(warnings(log))
                    .singleElement()
                    .asString()
                    .contains("Worker 5 goes on without the registry until");
            process.network.set(Outage.Mode.NONE);
            process.clock.move(Duration.ofMinutes(1));
            process.heartbeats.beat();
            assertThat(warnings(log)).singleElement().asString().contains("ahead of the clock of the database");
        }
    }
}
