// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.snowkey.Claim;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks a database that has lost what it had acknowledged: emptied tables, deleted rows, an older dump. */
abstract class WentBackContract extends ContractPart {

    WentBackContract(RegistryTck given) {
        super(given);
    }

    private final RecordingObserver observer = new RecordingObserver();

    private TestProcess process(long first, long last) {
        return process("a", first, last);
    }

    private TestProcess process(String instance, long first, long last) {
        return process(
                builder -> builder.instance(instance).workerIds(first, last).observer(observer));
    }

    private List<RecordingObserver.Call> wentBack() {
        return observer.newCalls().stream()
                .filter(call -> call.name().equals("databaseWentBack"))
                .toList();
    }

    private TableDump dump() {
        return TableDump.of(pool);
    }

    private void empty() {
        TableDump.empty(pool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the worker's row", "all tables"})
    void deletedRowsAreReinstalledInAFullNamespace(String deleted) {
        List<TestProcess> all = List.of(process("a", 5, 6), process("b", 5, 6));
        List<WorkerLease> leases = all.stream().map(TestProcess::acquire).toList();
        List<SnowflakeGenerator> ids = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ids.add(all.get(i).generator(leases.get(i)));
            ids.get(i).nextId();
        }
        if (deleted.equals("all tables")) {
            empty();
        } else {
            execute(pool, "DELETE FROM snowkey_holder");
            execute(pool, "DELETE FROM snowkey_worker");
        }
        for (int i = 0; i < all.size(); i++) {
            WorkerLease lease = leases.get(i);
            Claim claim = lease.claim();
            long until = claim.untilMillis();
            all.get(i).clock.move(Duration.ofSeconds(3));
            all.get(i).heartbeats.beat();
            assertThat(lease.renewalFailure()).isNull();
            assertThat(lease.claim()).isSameAs(claim);
            assertThat(claim.untilMillis()).isGreaterThan(until);
            WorkerStatus row = all.get(i).row(claim.workerId());
            assertThat(row.state()).isEqualTo(WorkerStatus.State.ACTIVE);
            assertThat(row.generation()).isEqualTo(1);
            assertThat(row.instance()).isEqualTo(i == 0 ? "a" : "b");
            assertThat(row.reservedUntil().toEpochMilli()).isEqualTo(claim.untilMillis());
            assertThat(wentBack()).hasSize(1);
            assertThat(ids.get(i).nextId()).isPositive();
            all.get(i).heartbeats.beat();
            assertThat(wentBack()).as("said once").isEmpty();
        }
        assertThat(refusal(process("c", 5, 6)::acquire).reason())
                .isEqualTo(WorkerRegistryException.Reason.WORKER_IDS_EXHAUSTED);
    }

    @Test
    void aMarkThatIsLowerThanWhatWasToldIsSimplyRaised() throws SQLException {
        TestProcess process = process(5, 6);
        WorkerLease lease = process.acquire();
        TableDump dump = dump();
        process.clock.move(Duration.ofSeconds(5));
        process.heartbeats.beat();
        dump.restore(pool);
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
        assertThat(process.row(lease.claim().workerId()).reservedUntil().toEpochMilli())
                .isEqualTo(lease.claim().untilMillis());
        assertThat(wentBack()).isEmpty();
    }

    @Test
    void anAcquisitionThatWasLostIsPutBackIfNobodyHasTheWorkerId() throws SQLException {
        TestProcess former = process("former", 5, 5);
        former.acquire().close();
        TableDump dump = dump();
        TestProcess process = process(5, 5);
        process.clock.move(Duration.ofMillis(5));
        WorkerLease lease = process.acquire();
        dump.restore(pool);
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
        assertThat(process.row(5).generation()).isEqualTo(2);
        assertThat(process.row(5).instance()).isEqualTo("a");
        assertThat(wentBack()).hasSize(1);
    }

    /** Another process was handed the same ids meanwhile, under the same generation or a higher one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoeverTookTheWorkerIdSinceLosesItTooAndItIsSaid(int acquisitions) throws SQLException {
        process("former", 5, 5).acquire().close();
        TableDump dump = dump();
        TestProcess process = process("a", 5, 6);
        process.clock.move(Duration.ofMillis(5));
        sql("UPDATE snowkey_worker SET instance = 'a'");
        WorkerLease lease = process.acquire();
        SnowflakeGenerator ids = process.generator(lease);
        assertThat(lease.claim().workerId()).isEqualTo(5);
        dump.restore(pool);
        TestProcess successor = process("successor", 5, 5);
        successor.clock.move(Duration.ofMillis(10));
        for (int i = 1; i < acquisitions; i++) {
            successor.acquire().close();
            successor.clock.move(Duration.ofMillis(10));
        }
        WorkerLease taken = successor.acquire();
        assertThat(successor.row(5).generation()).isEqualTo(1 + acquisitions);
        process.clock.move(Duration.ofMillis(500));
        ids.nextId();
        observer.newCalls();

        process.heartbeats.beat();
        List<RecordingObserver.Call> told = wentBack();
        assertThat(told).hasSize(1);
        assertThat(told.get(0).from().toEpochMilli()).isEqualTo(firstTaken(5));
        assertThat(told.get(0).until()).isAfter(told.get(0).from());
        assertThat(lease.claim().workerId()).as("goes on elsewhere").isEqualTo(6);
        successor.heartbeats.beat();
        assertThat(taken.claim().isSealed()).as("revoked").isTrue();
        assertThat(process.row(5).holder()).isNull();
        assertThat(process.row(5).reservedUntil()).isAfterOrEqualTo(told.get(0).until());
    }

    private long firstTaken(long workerId) throws SQLException {
        try (Connection connection = pool.getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT min(from_ms) FROM snowkey_holder WHERE generation > 1 AND worker_id = "
                                + workerId)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void aReleaseOfALostRowStillTellsWhereTheIdsEnded() throws SQLException {
        TestProcess process = process(5, 5);
        TableDump nothing = dump();
        WorkerLease lease = process.acquire();
        process.clock.move(Duration.ofSeconds(4));
        SnowflakeGenerator ids = process.generator(lease);
        ids.nextId();
        long end = lease.claim().highWaterMillis();
        nothing.restore(pool);
        lease.close();
        assertThat(wentBack()).hasSize(1);
        WorkerStatus row = process("reader", 5, 5).row(5);
        assertThat(row.holder()).isNull();
        assertThat(row.reservedUntil().toEpochMilli()).isEqualTo(end);
        assertThat(row.generation()).isEqualTo(2);
    }

    @Test
    void aRepairThatFailsIsOwedUntilItIsAcknowledged() throws SQLException {
        process("former", 5, 5).acquire().close();
        TableDump dump = dump();
        TestProcess process = process("a", 5, 6);
        process.clock.move(Duration.ofMillis(5));
        sql("UPDATE snowkey_worker SET instance = 'a'");
        WorkerLease lease = process.acquire();
        process.generator(lease).nextId();
        dump.restore(pool);
        TestProcess successor = process("successor", 5, 5);
        successor.clock.move(Duration.ofMillis(2));
        successor.acquire();
        process.clock.move(Duration.ofMillis(500));
        process.generator(lease).nextId();

        process.network.breakAfter(1); // enough for the heartbeat that is refused
        process.heartbeats.beat();
        assertThat(successor.row(5).generation()).as("not repaired yet").isEqualTo(2);
        assertThat(wentBack()).isEmpty();
        process.network.breakAfter(Integer.MAX_VALUE);
        process.heartbeats.beat();
        assertThat(wentBack()).hasSize(1);
        assertThat(process.row(5).generation()).isEqualTo(3);
        process.heartbeats.beat();
        assertThat(process.row(5).generation()).as("once").isEqualTo(3);
    }

    /**
     * The table goes back once more, to the own row with a lower mark. The repair must not take it for another
     * holder's row.
     */
    @Test
    void aRepairThatIsOwedSeesToTheOwnRowToo() throws SQLException {
        TestProcess process = process(5, 5);
        WorkerLease lease = process.acquire();
        TableDump own = dump();
        long told = lease.claim().untilMillis();
        sql("UPDATE snowkey_worker SET reserved_until_ms = reserved_until_ms - 600000");
        TableDump lower = dump();
        own.restore(pool);
        process.clock.move(Duration.ofSeconds(5));
        process.generator(lease).nextId();
        long end = lease.claim().highWaterMillis();
        assertThat(end).isLessThan(told);

        sql("UPDATE snowkey_worker SET generation = generation + 1, holder = 'somebody else'");
        process.network.breakAfter(1); // enough for the heartbeat that is refused
        process.heartbeats.beat();
        assertThat(lease.claim().isSealed()).isTrue();
        lower.restore(pool);
        process.network.breakAfter(Integer.MAX_VALUE);
        process.heartbeats.beat();

        assertThat(wentBack()).hasSize(1);
        // The next holder begins where the ids ended, even if it is the same process.
        assertThat(process.row(5).reservedUntil().toEpochMilli()).isGreaterThanOrEqualTo(end);
        assertThat(lease.claim().isSealed() || lease.claim().fromMillis() >= end)
                .isTrue();
    }

    /** A takeover that is allowed must not look like lost commits, and neither must what an operator does. */
    @Test
    void aTakeoverThatIsAllowedIsNone() {
        TestProcess process = process("a", 5, 6);
        WorkerLease lease = process.acquire();
        SnowflakeGenerator ids = process.generator(lease);
        ids.nextId();
        Claim lost = lease.claim();
        sql("UPDATE snowkey_worker SET expires_at_ms = 0");
        TestProcess successor = process(builder -> builder.instance("successor")
                .workerIds(lost.workerId(), lost.workerId())
                .maxClockSkew(Duration.ofHours(1))
                .observer(observer));
        successor.clock.move(RESERVATION.plusMinutes(1));
        successor.acquire();
        process.heartbeats.beat();
        assertThat(lost.isSealed()).isTrue();
        assertThat(wentBack()).isEmpty();

        sql("UPDATE snowkey_worker SET generation = generation + 1, holder = 'out of service',"
                + " expires_at_ms = 253402300799000 WHERE worker_id = "
                + lease.claim().workerId());
        process.heartbeats.beat();
        assertThat(wentBack()).isEmpty();
    }
}
