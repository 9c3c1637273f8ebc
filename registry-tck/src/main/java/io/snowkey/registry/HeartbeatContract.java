// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.snowkey.Claim;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import io.snowkey.registry.WorkerStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Checks what a heartbeat does, and what a failed one leads to. */
abstract class HeartbeatContract extends ContractPart {

    HeartbeatContract(RegistryTck given) {
        super(given);
    }

    @Test
    void aHeartbeatExtendsTheClaimAndTheLease() {
        TestProcess process = process("a");
        WorkerLease lease = process.acquire();
        long until = lease.claim().untilMillis();
        process.generator(lease).nextId();

        process.clock.move(Duration.ofSeconds(3));
        long took = Elapsed.millis(process.heartbeats::beat);

        WorkerStatus row = process.row(lease.claim().workerId());
        assertThat(lease.claim().untilMillis()).isGreaterThanOrEqualTo(until + 3000);
        assertThat(row.reservedUntil().toEpochMilli()).isEqualTo(lease.claim().untilMillis());
        assertThat(row.issued()).isEqualTo(1);
        assertThat(row.clockSkewMillis()).isBetween(2900 - took, 3100 + took);
        assertThat(row.heartbeatAt()).isAfterOrEqualTo(row.acquiredAt());
        assertThat(Duration.between(row.heartbeatAt(), row.expiresAt())).isEqualTo(Duration.ofSeconds(30));
        assertThat(lease.renewalFailure()).isNull();
    }

    @Test
    void aLostLeaseIsSealedAndReplacedByItselfAndIdsKeepGrowing() {
        TestProcess process = process(builder -> builder.workerIds(0, 9));
        WorkerLease lease = process.acquire();
        SnowflakeGenerator generator = process.generator(lease);
        Claim lost = lease.claim();
        long before = generator.nextId();
        sql("UPDATE snowkey_worker SET generation = generation + 1, holder = 'somebody else' WHERE worker_id = "
                + lost.workerId());

        process.heartbeats.beat();

        assertThat(lost.isSealed()).isTrue();
        assertThat(lease.claim().workerId()).isNotEqualTo(lost.workerId());
        assertThat(lease.renewalFailure()).isNull();
        assertThat(generator.nextId()).isGreaterThan(before);
        assertThat(process.row(lease.claim().workerId()).state()).isEqualTo(State.ACTIVE);
        assertThat(process.row(lost.workerId()).holder()).isEqualTo("somebody else");
    }

    @Test
    void aLostLeaseThatCannotBeReplacedRefusesAndTriesAgain() {
        TestProcess process = process(builder -> builder.workerIds(5, 5));
        WorkerLease lease = process.acquire();
        SnowflakeGenerator generator = process.generator(lease);
        sql("UPDATE snowkey_worker SET generation = 99 WHERE worker_id = 5");

        process.heartbeats.beat();
        assertThatThrownBy(generator::nextId)
                .isInstanceOfSatisfying(IdRefusedException.class, e -> assertThat(e.reason())
                        .isEqualTo(IdRefusedException.Reason.LEASE_LOST))
                .hasMessageContaining("worker id 5 was lost at ")
                .hasMessageContaining("no other one could be acquired since. No worker id is free");

        sql("UPDATE snowkey_worker SET expires_at_ms = 0, reserved_until_ms = 0 WHERE worker_id = 5");
        process.heartbeats.beat();
        assertThat(generator.nextId()).isPositive();
        assertThat(process.row(5).generation()).isEqualTo(100);
    }

    @Test
    void anOutageIsSurvivedUpToTheReservationAndHealedByItself() {
        TestProcess process = process(builder -> builder.maxClockSkew(Duration.ofHours(1)));
        WorkerLease lease = process.acquire();
        SnowflakeGenerator generator = process.generator(lease);
        Claim claim = lease.claim();
        long until = claim.untilMillis();
        process.network.set(Outage.Mode.NO_CONNECTION);

        process.heartbeats.beat();
        process.clock.move(RESERVATION.minusMinutes(1));
        process.heartbeats.beat();
        assertThat(generator.nextId()).isPositive();
        assertThat(claim.untilMillis()).isEqualTo(until);
        process.clock.move(Duration.ofMinutes(2));
        assertThatThrownBy(generator::nextId)
                .isInstanceOfSatisfying(IdRefusedException.class, e -> assertThat(e.reason())
                        .isEqualTo(IdRefusedException.Reason.CLAIM_ENDED))
                .hasMessageContaining("the heartbeat has failed since")
                .hasMessageContaining("Connection refused (by the test)");

        process.network.set(Outage.Mode.NONE);
        process.heartbeats.beat();
        assertThat(generator.nextId()).isPositive();
        assertThat(lease.claim()).isSameAs(claim);
        assertThat(lease.renewalFailure()).isNull();
    }

    @Test
    void aHeartbeatWhoseAnswerIsLostDoesNotWidenTheClaim() {
        TestProcess process = process("a");
        WorkerLease lease = process.acquire();
        long until = lease.claim().untilMillis();
        process.clock.move(Duration.ofSeconds(5));
        process.network.set(Outage.Mode.LOST_ANSWER);
        process.heartbeats.beat();

        long workerId = lease.claim().workerId();
        assertThat(process(builder -> builder).row(workerId).reservedUntil().toEpochMilli())
                .as("the database did extend it")
                .isGreaterThan(until);
        assertThat(lease.claim().untilMillis()).as("but nobody said so").isEqualTo(until);
    }

    /** A heartbeat meets a row lock. No lease is lost, and the heartbeat does not wait for ever. */
    @Test
    @Timeout(600)
    void aRowThatSomebodyHasLockedIsNoLoss() throws SQLException {
        assumeTrue(given.givesUpLocks(), "a statement waits for a lock as long as it takes");
        TestProcess process =
                process(builder -> builder.heartbeat(Duration.ofSeconds(3)).ttl(Duration.ofSeconds(9)));
        WorkerLease lease = process.acquire();
        Claim claim = lease.claim();
        long until = claim.untilMillis();
        try (Connection other = pool.getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().executeUpdate("UPDATE snowkey_worker SET issued = 5");
            process.clock.move(Duration.ofSeconds(2));
            process.heartbeats.beat();
            assertThat(lease.renewalFailure()).isNotNull();
            assertThat(claim.isSealed()).isFalse();
            assertThat(claim.untilMillis()).isEqualTo(until);
            other.rollback();
        }
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
        assertThat(lease.claim()).isSameAs(claim);
        assertThat(claim.untilMillis()).isGreaterThan(until);
    }

    @Test
    void aHeartbeatWhoseAnswerIsLostIsAskedAgainUntilItIsAnswered() {
        TestProcess process = process("a");
        WorkerLease lease = process.acquire();
        long workerId = lease.claim().workerId();
        for (int i = 0; i < 3; i++) {
            process.clock.move(Duration.ofSeconds(1));
            process.network.set(Outage.Mode.LOST_ANSWER);
            process.heartbeats.beat();
            process.network.set(Outage.Mode.NONE);
        }
        long asked = process.row(workerId).reservedUntil().toEpochMilli();
        process.clock.move(Duration.ofSeconds(-2)); // a clock that steps back meanwhile has no effect
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
        assertThat(lease.claim().isSealed()).isFalse();
        assertThat(lease.claim().untilMillis()).as("what was asked for first").isEqualTo(asked);
        process.clock.move(Duration.ofSeconds(9));
        process.heartbeats.beat();
        assertThat(lease.claim().untilMillis()).isGreaterThan(asked);
    }

    /** The end that was asked for long ago has nearly come when it is granted. */
    @Test
    void afterAnOutageTheWholeReservationIsThereAtOnce() {
        TestProcess process = process(builder -> builder.maxClockSkew(Duration.ofHours(1)));
        WorkerLease lease = process.acquire();
        process.network.set(Outage.Mode.NO_CONNECTION);
        process.heartbeats.beat();
        process.clock.move(RESERVATION.minusMinutes(1));
        process.network.set(Outage.Mode.NONE);
        process.heartbeats.beat();
        assertThat(lease.claim().untilMillis() - process.clock.millis())
                .isGreaterThan(RESERVATION.minusSeconds(30).toMillis());
    }

    @Test
    void whatWasAskedWithAClockThatWasAheadCostsTheWorkerIdAtMost() {
        Duration skew = Duration.ofHours(1);
        TestProcess process = process(builder -> builder.workerIds(3, 4).maxClockSkew(skew));
        WorkerLease lease = process.acquire();
        SnowflakeGenerator generator = process.generator(lease);
        Claim claim = lease.claim();
        process.clock.move(Duration.ofDays(365));
        process.network.set(Outage.Mode.LOST_ANSWER);
        process.heartbeats.beat();
        process.clock.move(Duration.ofDays(-365));
        process.network.set(Outage.Mode.NONE);

        process.heartbeats.beat();
        assertThat(process.row(claim.workerId()).reservedUntil().toEpochMilli())
                .as("the mark does not follow a clock that was wrong")
                .isEqualTo(claim.untilMillis());
        assertThat(lease.renewalFailure()).hasMessageContaining("While the clock of this machine was ahead");
        long before = generator.nextId();

        process.clock.move(RESERVATION.plusSeconds(1));
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
        assertThat(lease.claim()).isNotSameAs(claim);
        assertThat(generator.nextId()).isGreaterThan(before);
    }

    @Test
    void aClockThatIsFarOffNeitherAcquiresNorExtends() {
        TestProcess process = process("a");
        WorkerLease lease = process.acquire();
        long workerId = lease.claim().workerId();
        long until = lease.claim().untilMillis();

        process.clock.move(Duration.ofDays(365));
        process.heartbeats.beat();

        assertThat(lease.claim().untilMillis()).isEqualTo(until);
        assertThat(process.row(workerId).reservedUntil().toEpochMilli()).isEqualTo(until);
        assertThat(process.row(workerId).state()).as("it is alive all the same").isEqualTo(State.ACTIVE);
        assertThat(process.row(workerId).clockSkewMillis())
                .isGreaterThan(Duration.ofDays(364).toMillis());
        assertThat(lease.renewalFailure()).hasMessageContaining(" ahead of the clock of the database");
        assertThat(refusal(process::acquire).reason()).isEqualTo(Reason.CLOCK_SKEW);
        assertThat(process.registry.workers()).hasSize(1);

        process.clock.move(Duration.ofDays(-365));
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
    }

    @Test
    void rolledBackStatementsAreRepeatedAfterARandomPause() {
        TestProcess process = process("a");
        process.registry.workers();
        process.network.rollBack(4);
        WorkerLease lease = process.acquire();
        long until = lease.claim().untilMillis();
        process.clock.move(Duration.ofSeconds(3));
        process.network.rollBack(4);
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
        assertThat(lease.claim().untilMillis()).isGreaterThanOrEqualTo(until + 3_000);
        process.network.rollBack(4);
        assertThat(process.registry.workers()).hasSize(1);
        process.network.rollBack(4);
        lease.close();
        assertThat(process.row(lease.claim().workerId()).holder()).isNull();
        assertThat(process.pauses).hasSize(16).allSatisfy(pause -> assertThat(pause)
                .isBetween(Duration.ofMillis(1), Duration.ofMillis(50)));
        assertThat(Set.copyOf(process.pauses)).as("different ones").hasSizeGreaterThan(8);
    }

    @Test
    void isRepeatedUntilADeadlineAndNoLonger() {
        AtomicLong nanos = new AtomicLong();
        SettableClock clock = new SettableClock();
        TestProcess process = process(
                builder -> builder.time(new Time(clock, nanos::get, pause -> nanos.addAndGet(pause.toNanos()))));
        WorkerLease lease = process.acquire();
        long until = lease.claim().untilMillis();
        process.network.rollBack(Integer.MAX_VALUE);
        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).hasMessageContaining("Deadlock (by the test)");
        assertThat(lease.claim().untilMillis()).isEqualTo(until);
        assertThat(Duration.ofNanos(nanos.getAndSet(0))).isBetween(Retry.BRIEFLY, Retry.BRIEFLY.plusMillis(50));
        assertThat(refusal(process::acquire))
                .hasMessageContaining("The database kept rolling back: Deadlock (by the test)");
        assertThat(Duration.ofNanos(nanos.getAndSet(0))).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
        lease.close();
        assertThat(Duration.ofNanos(nanos.get())).isBetween(Retry.BRIEFLY, Retry.BRIEFLY.plusMillis(50));
        process.network.rollBack(0);
    }
}
