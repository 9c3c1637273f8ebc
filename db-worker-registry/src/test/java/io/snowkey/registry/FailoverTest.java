// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.snowkey.Claim;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A real failover to a real asynchronous standby, which loses the newest commits of the primary. */
@Tag("faults")
@EnabledIf(
        value = "io.snowkey.registry.PostgresPair#isThere",
        disabledReason =
                "no PostgreSQL server with pg_basebackup in /usr/lib/postgresql: install the package postgresql")
final class FailoverTest {

    private final RecordingObserver observer = new RecordingObserver();
    private final List<TestProcess> processes = new ArrayList<>();
    private PostgresPair servers;

    @BeforeEach
    void start() throws IOException {
        servers = new PostgresPair();
    }

    @AfterEach
    void stop() throws IOException {
        processes.forEach(TestProcess::close);
        servers.close();
    }

    private TestProcess process(String instance, long first, long last) {
        TestProcess process = new TestProcess(
                servers.present(),
                builder -> builder.instance(instance).workerIds(first, last).observer(observer));
        processes.add(process);
        return process;
    }

    private List<RecordingObserver.Call> wentBack() {
        return observer.newCalls().stream()
                .filter(call -> call.name().equals("databaseWentBack"))
                .toList();
    }

    /** Worker 5 was used and given back before, so that its row is on both servers. */
    private TestProcess holderWhoseAcquisitionIsLost(long last) throws IOException {
        process("a", 5, 5).acquire().close();
        servers.cutOffTheStandby();
        TestProcess process = process("a", 5, last);
        process.clock.move(Duration.ofMillis(5));
        return process;
    }

    @Test
    void aHeartbeatThatWasLostIsMadeUpForByTheNextOne() throws IOException {
        TestProcess process = process("a", 5, 5);
        WorkerLease lease = process.acquire();
        servers.cutOffTheStandby();
        process.clock.move(Duration.ofSeconds(5));
        process.heartbeats.beat();
        long until = lease.claim().untilMillis();
        servers.failOver();
        assertThat(process.row(5).reservedUntil().toEpochMilli()).as("lost").isLessThan(until);
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
        assertThat(process.row(5).reservedUntil().toEpochMilli()).isGreaterThanOrEqualTo(until);
        assertThat(wentBack()).isEmpty();
    }

    @Test
    void aLostAcquisitionIsReinstalledThoughNoOtherWorkerIdIsFree() throws IOException {
        TestProcess process = holderWhoseAcquisitionIsLost(5);
        WorkerLease lease = process.acquire();
        Claim claim = lease.claim();
        servers.failOver();
        assertThat(process.row(5).holder()).as("lost").isNull();
        process.heartbeats.beat();
        assertThat(lease.claim()).isSameAs(claim);
        assertThat(lease.renewalFailure()).isNull();
        assertThat(process.row(5).generation()).isEqualTo(2);
        assertThat(wentBack()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aLaterHolderOfAForgottenWorkerIdLosesItToo(int acquisitions) throws IOException {
        TestProcess process = holderWhoseAcquisitionIsLost(6);
        WorkerLease lease = process.acquire();
        SnowflakeGenerator ids = process.generator(lease);
        servers.failOver();

        TestProcess successor = process("successor", 5, 5);
        successor.clock.move(Duration.ofMillis(10));
        WorkerLease taken = successor.acquire();
        for (int i = 1; i < acquisitions; i++) {
            taken.close();
            successor.clock.move(Duration.ofMillis(10));
            taken = successor.acquire();
        }
        long firstTaken = taken.claim().fromMillis();
        assertThat(successor.row(5).generation()).isEqualTo(1 + acquisitions);
        process.clock.move(Duration.ofMillis(500));
        ids.nextId();
        long end = lease.claim().highWaterMillis();
        observer.newCalls();

        process.heartbeats.beat();
        assertThat(wentBack()).singleElement().satisfies(call -> {
            assertThat(call.from().toEpochMilli()).isLessThanOrEqualTo(firstTaken);
            assertThat(call.until().toEpochMilli()).isEqualTo(end);
        });
        successor.heartbeats.beat();
        assertThat(taken.claim().workerId()).isEqualTo(5);
        assertThat(taken.claim().isSealed()).isTrue();
        assertThat(lease.claim().workerId()).isEqualTo(6);
        assertThat(process.row(5).reservedUntil().toEpochMilli()).isGreaterThanOrEqualTo(end);
        assertThat(process.row(5).generation()).isEqualTo(2 + acquisitions);
    }

    @Test
    void aReleaseAsTheNextStatementSaysWhereTheIdsEnded() throws IOException {
        TestProcess process = holderWhoseAcquisitionIsLost(5);
        WorkerLease lease = process.acquire();
        process.clock.move(Duration.ofSeconds(3));
        process.generator(lease).nextId();
        long end = lease.claim().highWaterMillis();
        servers.failOver();
        lease.close();
        assertThat(wentBack()).hasSize(1);
        assertThat(process.row(5).reservedUntil().toEpochMilli()).isEqualTo(end);
        assertThat(process.row(5).generation()).isEqualTo(3);
    }
}
