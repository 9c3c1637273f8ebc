// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.Random;

import io.snowkey.Claim;
import io.snowkey.ClaimGrant;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.Acquisition.AcquiredWorker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks a process that was cloned while it held a worker id: two leases share one holding. A snapshot of a virtual
 * machine makes such clones.
 */
abstract class CloneContract extends ContractPart {

    CloneContract(RegistryTck given) {
        super(given);
    }

    private final SettableClock clock = new SettableClock();
    private final RecordingObserver observer = new RecordingObserver();
    private Outage network;
    private Acquisition acquisition;
    private AcquiredWorker shared;
    private JdbcWorkerLease original;
    private JdbcWorkerLease clone;

    @BeforeEach
    void shareOneHolding() {
        Settings settings = settings();
        network = new Outage(pool);
        Time time = new Time(clock, System::nanoTime, pause -> {});
        Random random = new Random(42);
        acquisition = new Acquisition(
                new WorkerTable(Sql.of(network, 10_000), dialect(), settings),
                settings,
                time,
                random,
                Tokens.mixed(random, time),
                observer);
        shared = acquisition.acquire(Long.MIN_VALUE, Duration.ZERO);
        original = new JdbcWorkerLease(acquisition, TestLeaseServices.inThisThread(), copy());
        clone = new JdbcWorkerLease(acquisition, TestLeaseServices.inThisThread(), copy());
        clock.move(Duration.ofSeconds(3));
    }

    static Settings settings() {
        return settings(7, 9, Duration.ofMinutes(30));
    }

    private AcquiredWorker copy() {
        Claim claim = shared.grant().claim();
        return new AcquiredWorker(
                shared.key(),
                ClaimGrant.of(SnowflakeLayout.DEFAULT, claim.workerId(), claim.fromMillis(), claim.untilMillis()),
                new LeaseMark(shared.mark().acknowledgedMillis(), acquisition.tokens()));
    }

    private long mark() {
        try (TestProcess reader = new TestProcess(pool, builder -> builder)) {
            return reader.row(shared.key().workerId()).reservedUntil().toEpochMilli();
        }
    }

    @Test
    void theFirstToAskGoesOnAndTheOtherOneIsSealedAndMovesOn() {
        Claim parted = clone.claim();
        long until = parted.untilMillis();
        for (int i = 0; i < 3; i++) {
            original.beat();
            assertThat(original.renewalFailure()).isNull();
            clone.beat();
            clock.move(Duration.ofSeconds(2));
        }
        assertThat(original.claim().workerId()).isEqualTo(parted.workerId());
        assertThat(original.claim().untilMillis()).isGreaterThan(until + 5_000);
        assertThat(parted.isSealed()).isTrue();
        assertThat(parted.untilMillis()).as("what both had when they parted").isEqualTo(until);
        assertThat(clone.claim().workerId()).isNotEqualTo(parted.workerId());
        assertThat(clone.renewalFailure()).isNull();
    }

    @Test
    void theReleaseOfACloneKeepsTheLeaseOfTheOther() {
        original.beat();
        long mark = mark();
        clone.close();
        assertThat(mark()).isEqualTo(mark);
        clock.move(Duration.ofSeconds(2));
        original.beat();
        assertThat(original.renewalFailure()).isNull();
        assertThat(original.claim().isSealed()).isFalse();
    }

    /** The original may ask in vain for any end. It does not get what the clone was granted meanwhile. */
    @Test
    void anUnansweredRequestDoesNotGetWhatTheCloneWasGranted() {
        network.set(Outage.Mode.NO_CONNECTION);
        original.beat();
        network.set(Outage.Mode.NONE);
        clock.move(Duration.ofSeconds(2));
        clone.beat();
        assertThat(clone.renewalFailure()).isNull();
        Claim claim = original.claim();
        original.beat();
        assertThat(claim.isSealed()).isTrue();
        assertThat(clone.claim().isSealed()).isFalse();
    }

    /** The limit of the promise: until the next heartbeat, both clones issue ids under the same worker id. */
    @Test
    void clonesShareTheRequestedMarkUntilTheNextHeartbeat() {
        SnowflakeGenerator one =
                SnowflakeGenerator.builder().lease(original).clock(clock).build();
        SnowflakeGenerator two =
                SnowflakeGenerator.builder().lease(clone).clock(clock).build();
        assertThat(SnowflakeLayout.DEFAULT.decode(one.nextId()).workerId())
                .isEqualTo(SnowflakeLayout.DEFAULT.decode(two.nextId()).workerId());
        original.beat();
        clone.beat();
        assertThat(SnowflakeLayout.DEFAULT.decode(one.nextId()).workerId())
                .isNotEqualTo(SnowflakeLayout.DEFAULT.decode(two.nextId()).workerId());
    }

    @Test
    void withoutTheFenceBothWouldBeRenewedForEver() {
        WorkerTable unfenced = new WorkerTable(
                Sql.of(pool, 10_000),
                ChangedDialect.replacing(dialect(), RegistryStatement.RENEW, SafetyCondition.FENCE, ""),
                acquisition.settings());
        Acquisition open = new Acquisition(
                unfenced,
                acquisition.settings(),
                acquisition.time(),
                acquisition.random(),
                acquisition.tokens(),
                observer);
        JdbcWorkerLease one = new JdbcWorkerLease(open, TestLeaseServices.inThisThread(), copy());
        JdbcWorkerLease two = new JdbcWorkerLease(open, TestLeaseServices.inThisThread(), copy());
        for (int i = 0; i < 3; i++) {
            one.beat();
            two.beat();
            clock.move(Duration.ofSeconds(2));
        }
        assertThat(one.claim().isSealed()).isFalse();
        assertThat(two.claim().isSealed()).isFalse();
    }
}
