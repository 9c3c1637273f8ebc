// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.snowkey.Claim;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import io.snowkey.registry.WorkerStatus.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Checks which process gets which worker id, and when. */
abstract class AcquisitionContract extends ContractPart {

    AcquisitionContract(RegistryTck given) {
        super(given);
    }

    @Test
    void acquiresAWorkerIdAndWritesTheHighWaterMarkAhead() {
        TestProcess process = process("shop-1");
        long before = process.clock.millis();
        WorkerLease lease = process.acquire();
        long after = process.clock.millis();

        Claim claim = lease.claim();
        WorkerStatus row = process.row(claim.workerId());
        assertThat(claim.fromMillis()).isBetween(before, after);
        assertThat(claim.untilMillis()).isEqualTo(claim.fromMillis() + RESERVATION.toMillis());
        assertThat(row.reservedUntil().toEpochMilli()).isEqualTo(claim.untilMillis());
        assertThat(row.state()).isEqualTo(State.ACTIVE);
        assertThat(row.generation()).isEqualTo(1);
        assertThat(row.holder()).hasSize(36);
        assertThat(row.instance()).isEqualTo("shop-1");
        assertThat(row.application()).isEqualTo("tests");
        assertThat(row.host()).isNotBlank();
        assertThat(row.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(row.issued()).isZero();
        assertThat(Duration.between(row.acquiredAt(), row.expiresAt())).isEqualTo(Duration.ofSeconds(30));
        assertThat(row.heartbeatAt()).isEqualTo(row.acquiredAt());
        assertThat(row.acquiredAt().toEpochMilli())
                .as("the clock of the database")
                .isBetween(before - 50, after + 50);
        assertThat(row.clockSkewMillis()).isBetween(before - after - 50, after - before + 50);
    }

    @Test
    void everyLeaseGetsAWorkerIdOfItsOwn() {
        TestProcess process = process(builder -> builder.workerIds(100, 107));
        assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 8))
                .extracting(i -> process.acquire().claim().workerId())
                .containsExactlyInAnyOrder(100L, 101L, 102L, 103L, 104L, 105L, 106L, 107L);
    }

    @Test
    void aReleaseGivesTheWorkerIdBackAtOnceAndSaysWhereTheIdsEnded() {
        TestProcess process = process("a");
        WorkerLease lease = process.acquire();
        long workerId = lease.claim().workerId();
        SnowflakeGenerator generator = process.generator(lease);
        long id = generator.nextId();

        generator.close();

        WorkerStatus row = process.row(workerId);
        long issuedAt = SnowflakeLayout.DEFAULT.decode(id).instant().toEpochMilli();
        assertThat(row.holder()).isNull();
        assertThat(row.reservedUntil().toEpochMilli()).isEqualTo(issuedAt + 1);
        assertThat(row.issued()).isEqualTo(1);
        assertThat(process.heartbeats.size()).as("heartbeats of a closed lease").isZero();
        assertThatThrownBy(generator::nextId).isInstanceOf(IdRefusedException.class);

        process.clock.move(Duration.ofMillis(2));
        WorkerLease again = process.acquire();
        assertThat(again.claim().workerId()).isEqualTo(workerId);
        assertThat(again.claim().fromMillis()).isGreaterThan(issuedAt);
        assertThat(process.row(workerId).generation()).isEqualTo(2);
    }

    @Test
    void anInstanceGetsItsLastWorkerIdBackAmongManyFreeOnes() {
        TestProcess others = process("others");
        List<WorkerLease> leases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            leases.add(others.acquire());
        }
        TestProcess mine = process("mine");
        long workerId = mine.acquire().claim().workerId();
        mine.close();
        leases.forEach(WorkerLease::close);

        TestProcess restarted = process("mine");
        restarted.clock.move(Duration.ofMillis(2));
        assertThat(restarted.acquire().claim().workerId()).isEqualTo(workerId);
    }

    @Test
    void aSilentWorkerKeepsItsIdUntilLeaseAndReservationEnd() {
        TestProcess crashed = process(builder -> builder.workerIds(7, 7));
        WorkerLease old = crashed.acquire();
        TestProcess successor =
                process(builder -> builder.workerIds(7, 7).instance("successor").maxClockSkew(Duration.ofHours(1)));

        assertThat(refusal(successor::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
        expire(7);
        assertThat(refusal(successor::acquire))
                .as("expired, but the crashed worker may have issued ids up to the end of its reservation")
                .hasMessageContaining("worker id 7, the only one in the range, is cooling");
        assertThat(successor.row(7).state()).isEqualTo(State.COOLING);
        successor.clock.move(RESERVATION.plusSeconds(1));

        WorkerLease taken = successor.acquire();
        assertThat(taken.claim().fromMillis())
                .isGreaterThanOrEqualTo(old.claim().untilMillis());
    }

    @Test
    void aReservationAloneDoesNotFreeAWorkerIdThatIsRenewed() {
        TestProcess alive = process(builder -> builder.workerIds(7, 7));
        alive.acquire();
        TestProcess hurried = process(builder -> builder.workerIds(7, 7).maxClockSkew(Duration.ofHours(1)));
        hurried.clock.move(RESERVATION.plusSeconds(1));
        assertThat(refusal(hurried::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
    }

    @Test
    void exhaustionSaysHowManyAreHeldAndWhenTheNextOneFreesUp() {
        TestProcess process = process(builder -> builder.workerIds(3, 4));
        WorkerLease first = process.acquire();
        process.acquire();
        assertThat(refusal(process::acquire))
                .hasMessageContaining("worker ids 3 to 4, 2 are held and 0 are cooling")
                .hasMessageContaining("The next one frees up at "
                        + process.row(first.claim().workerId()).reservedUntil());
    }

    @Test
    void waitsForAWorkerIdToBecomeFreeIfToldTo() {
        TestProcess process = process(builder -> builder.workerIds(3, 3).maxWait(Duration.ofMinutes(1)));
        WorkerLease first = process.acquire();
        process.whilePausing(() -> {
            first.close();
            process.clock.move(Duration.ofMillis(2));
        });
        assertThat(process.acquire().claim().workerId()).isEqualTo(3);
    }

    @Test
    void anAcquisitionWhoseAnswerIsLostIsGivenUp() {
        TestProcess process = process(builder -> builder.workerIds(1, 1));
        process.registry.workers();
        process(builder -> builder.workerIds(1, 1)).acquire().close();
        process.clock.move(Duration.ofMillis(2));
        process.network.set(Outage.Mode.LOST_ANSWER);
        assertThat(refusal(process::acquire).reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE);
    }

    @Test
    void closingTheRegistryReleasesEveryLease() {
        TestProcess process = process("a");
        process.acquire();
        process.acquire();
        process.registry.close();
        process.registry.close();
        assertThat(process("b").registry.workers()).hasSize(2).allSatisfy(row -> assertThat(row.holder())
                .isNull());
        assertThat(refusal(process::acquire).reason()).isEqualTo(Reason.CLOSED);
    }

    /** Makes the lease expire, as if the clock of the database had gone on by 31 s. */
    private void expire(long workerId) {
        sql("UPDATE snowkey_worker SET expires_at_ms = expires_at_ms - 31000 WHERE worker_id = " + workerId);
    }

    @Test
    void givesUpWhenEveryTryIsRefusedThoughNothingIsWrongToSee() {
        RegistryStatement refused = RegistryStatement.TAKE_NEW;
        Dialect never = ChangedDialect.with(dialect(), refused, text -> text.replace("<= :maxSkew", "< 0 * :maxSkew"));
        AtomicInteger pauses = new AtomicInteger();
        AtomicLong nanos = new AtomicLong();
        TestProcess process =
                process(builder -> builder.dialect(never).time(new Time(InstantSource.system(), nanos::get, pause -> {
                    pauses.incrementAndGet();
                    nanos.addAndGet(pause.toNanos());
                })));
        assertThat(refusal(process::acquire)).hasMessageContaining("within 30 s");
        assertThat(pauses.get()).isGreaterThan(30_000 / 50);
    }
}
