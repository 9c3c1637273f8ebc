// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.snowkey.Claim;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import io.snowkey.registry.WorkerStatus.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The drill: a backup is restored, and processes start again, as docs/operating.md says. Worker 7 is in the backup.
 * Worker 8 was acquired after it, by a process whose clock was ahead by nearly as much as it may be.
 */
abstract class RestoreContract extends RegistryContract {

    private static final Duration MAX_SKEW = Duration.ofSeconds(10);
    /** Nearly that, so that a test on a slow machine does not find it to be more. */
    private static final Duration NEARLY = Duration.ofSeconds(8);
    /** For a process that is meant to live later, since the clock of the database cannot be moved. */
    private static final Duration ANY_SKEW = Duration.ofHours(1);

    private TableDump backup;
    private TestProcess seven;
    private TestProcess eight;
    private WorkerLease leaseOfSeven;
    private WorkerLease leaseOfEight;

    @BeforeEach
    void backUpAndGoOn() {
        seven = process("seven", 7, MAX_SKEW);
        leaseOfSeven = seven.acquire();
        backup = TableDump.of(pool);
        eight = process("eight", 8, MAX_SKEW);
        eight.clock.move(NEARLY);
        leaseOfEight = eight.acquire();
        seven.clock.move(NEARLY);
        seven.heartbeats.beat();
        assertThat(leaseOfSeven.renewalFailure()).isNull();
    }

    private TestProcess process(String instance, long workerId, Duration maxClockSkew) {
        return process(builder ->
                builder.instance(instance).workerIds(workerId, workerId).maxClockSkew(maxClockSkew));
    }

    private Claim claimOf(long workerId) {
        return (workerId == 7 ? leaseOfSeven : leaseOfEight).claim();
    }

    /** They are killed, and tell the database nothing any more. */
    private void killAll() {
        seven.network.set(Outage.Mode.NO_CONNECTION);
        eight.network.set(Outage.Mode.NO_CONNECTION);
    }

    private void runTheStatementOfTheGuide() {
        TestDatabase.execute(
                pool,
                OperatingGuide.statement(
                        product().toLowerCase(Locale.ROOT), "INTO snowkey_worker", "'restored'", "reserved_until_ms"));
    }

    /** What the guide said once. */
    private void raiseTheMarkOfEveryRow() {
        long until = Instant.now().plus(RESERVATION).toEpochMilli();
        TestDatabase.execute(pool, "UPDATE snowkey_worker SET reserved_until_ms = " + until);
    }

    /** So many ids, with this timestamp: what a process issues whose clock comes to it. */
    private static List<Long> ids(WorkerLease lease, Instant instant) {
        SnowflakeGenerator ids =
                SnowflakeGenerator.builder().lease(lease).clock(() -> instant).build();
        return ids.ids().limit(240).boxed().toList();
    }

    /** The counter-example: a worker id that is not in the backup has no row that could be raised. */
    @Test
    void raisingTheMarkOfEveryRowLeadsToDuplicates() {
        Instant late = Instant.ofEpochMilli(leaseOfEight.claim().fromMillis()).plusSeconds(300);
        List<Long> before = ids(leaseOfEight, late);
        killAll();
        backup.restore(pool);
        raiseTheMarkOfEveryRow();
        WorkerLease successor = process("successor", 8, MAX_SKEW).acquire();
        assertThat(successor.claim().fromMillis()).isLessThan(claimOf(8).untilMillis());
        assertThat(ids(successor, late)).isEqualTo(before);
    }

    /**
     * The counter-example for a row that is there: the end of the last claim was in the clock of its holder, not of the
     * operator.
     */
    @Test
    void theMarkOfARowHasToBeRaisedByTheSkewToo() {
        killAll();
        backup.restore(pool);
        raiseTheMarkOfEveryRow();
        assertThat(process("reader", 7, MAX_SKEW).row(7).reservedUntil().toEpochMilli())
                .isLessThan(claimOf(7).untilMillis());
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void noWorkerIdStartsBeforeTheLastClaimHasEnded(long workerId) {
        killAll();
        backup.restore(pool);
        runTheStatementOfTheGuide();
        long mark = process("reader", workerId, MAX_SKEW)
                .row(workerId)
                .reservedUntil()
                .toEpochMilli();
        assertThat(mark).isGreaterThanOrEqualTo(claimOf(workerId).untilMillis());

        TestProcess early = process("early", workerId, MAX_SKEW);
        early.clock.move(NEARLY);
        assertThat(refusal(early::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
        assertThat(refusal(early::acquire)).hasMessageContaining("The next one frees up at");

        TestProcess later = process("later", workerId, ANY_SKEW);
        later.clock.move(RESERVATION.plus(MAX_SKEW).plusSeconds(60));
        Claim claim = later.acquire().claim();
        assertThat(claim.fromMillis()).isGreaterThanOrEqualTo(claimOf(workerId).untilMillis());
    }

    @Test
    void addsEveryMissingRowAndKeepsWorkerIdsOutOfService() {
        killAll();
        backup.restore(pool);
        TestDatabase.execute(
                pool,
                "UPDATE snowkey_worker SET generation = 5, holder = 'out of service', expires_at_ms = 253402300799000");
        runTheStatementOfTheGuide();

        List<WorkerStatus> rows = process("reader", 7, MAX_SKEW).registry.workers();
        assertThat(rows)
                .extracting(WorkerStatus::workerId)
                .hasSize(1024)
                .startsWith(0L, 1L)
                .endsWith(1023L);
        assertThat(rows)
                .filteredOn(row -> row.workerId() != 7)
                .extracting(WorkerStatus::state)
                .containsOnly(State.COOLING);
        WorkerStatus outOfService = rows.get(7);
        assertThat(outOfService.holder()).isEqualTo("out of service");
        assertThat(outOfService.expiresAt().toEpochMilli()).isEqualTo(253402300799000L);
        assertThat(outOfService.generation()).isEqualTo(6);
    }

    /**
     * A process that was forgotten: it goes on inside its claim, which nobody is given, and loses it at its next
     * heartbeat.
     */
    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void theStatementCoversAProcessThatWasNotStopped(long workerId) {
        backup.restore(pool);
        runTheStatementOfTheGuide();
        TestProcess forgotten = workerId == 7 ? seven : eight;
        WorkerLease lease = workerId == 7 ? leaseOfSeven : leaseOfEight;
        Claim claim = lease.claim();
        forgotten.heartbeats.beat();
        assertThat(claim.isSealed()).isTrue();
        assertThat(lease.claim()).as("there is no other worker id for it").isSameAs(claim);
        TestProcess reader = process("reader", workerId, MAX_SKEW);
        assertThat(reader.row(workerId).reservedUntil().toEpochMilli()).isGreaterThanOrEqualTo(claim.untilMillis());
    }

    /**
     * Without the statement: nothing may start before the reservation and twice the skew have passed since the last
     * stop.
     */
    @Test
    void whoWaitsInsteadWaitsForTheReservationAndTwiceTheSkew() {
        killAll();
        Instant stopped = Instant.now();
        backup.restore(pool);
        Claim old = claimOf(8);
        assertThat(earliest(stopped, RESERVATION.plus(MAX_SKEW)))
                .as("once the skew is not enough: the clock of the next process may be behind")
                .isBefore(Instant.ofEpochMilli(old.untilMillis()));

        TestProcess behind = process("behind", 8, ANY_SKEW);
        behind.clock.move(RESERVATION.plus(MAX_SKEW.multipliedBy(2)).minus(MAX_SKEW));
        assertThat(behind.acquire().claim().fromMillis()).isGreaterThanOrEqualTo(old.untilMillis());
    }

    /**
     * What the clock of a process reads that starts so long after the last stop, and is behind by nearly as much as it
     * may be.
     */
    private static Instant earliest(Instant stopped, Duration waited) {
        return stopped.plus(waited).minus(NEARLY);
    }
}
