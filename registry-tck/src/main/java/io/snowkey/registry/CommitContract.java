// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

import io.snowkey.Claim;
import io.snowkey.WorkerLease;
import io.snowkey.registry.CommitFaults.Fault;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks statements that succeed although their commits do not. A distributed database may answer so at any time. */
abstract class CommitContract extends ContractPart {

    CommitContract(RegistryTck given) {
        super(given);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitThatWasRolledBackIsRepeatedAndNobodyNotices(boolean autoCommit) {
        CommitFaults faults = new CommitFaults(pool, autoCommit);
        TestProcess process = process(faults.source(), builder -> builder.workerIds(7, 7));
        process.registry.workers();
        faults.next(3, Fault.ROLLED_BACK);
        WorkerLease lease = process.acquire();
        assertThat(faults.left()).isZero();
        long until = lease.claim().untilMillis();
        assertThat(process.row(7).reservedUntil().toEpochMilli()).isEqualTo(until);

        process.clock.move(Duration.ofSeconds(3));
        faults.next(3, Fault.ROLLED_BACK);
        process.heartbeats.beat();
        assertThat(faults.left()).isZero();
        assertThat(lease.renewalFailure()).isNull();
        assertThat(lease.claim().untilMillis()).isGreaterThanOrEqualTo(until + 3_000);
        assertThat(process.row(7).reservedUntil().toEpochMilli())
                .isEqualTo(lease.claim().untilMillis());

        faults.next(3, Fault.ROLLED_BACK);
        lease.close();
        assertThat(faults.left()).isZero();
        assertThat(process.row(7).holder()).isNull();
    }

    /**
     * Whether the commit was done or not, the claim keeps its end. Once the request is answered, the claim is
     * extended.
     */
    @ParameterizedTest
    @CsvSource({
        "true, DOUBTFUL_AND_ROLLED_BACK",
        "false, DOUBTFUL_AND_ROLLED_BACK",
        "true, DOUBTFUL_AND_DONE",
        "false, DOUBTFUL_AND_DONE",
        "true, BROKEN_AND_DONE",
        "false, BROKEN_AND_DONE"
    })
    void aCommitInDoubtNeitherExtendsTheClaimNorEndsIt(boolean autoCommit, Fault fault) {
        CommitFaults faults = new CommitFaults(pool, autoCommit);
        TestProcess process = process(faults.source(), builder -> builder.workerIds(7, 7));
        WorkerLease lease = process.acquire();
        process.heartbeats.beat(); // the first heartbeat does more than renew
        Claim claim = lease.claim();
        long until = claim.untilMillis();
        process.clock.move(Duration.ofSeconds(3));
        faults.next(1, fault);
        process.heartbeats.beat();
        assertThat(faults.left()).as("was asked once").isZero();
        assertThat(lease.renewalFailure()).isNotNull();
        assertThat(claim.untilMillis()).isEqualTo(until);
        assertThat(claim.isSealed()).isFalse();

        process.heartbeats.beat();
        assertThat(lease.renewalFailure()).isNull();
        assertThat(lease.claim()).isSameAs(claim);
        assertThat(claim.untilMillis()).isGreaterThanOrEqualTo(until + 3_000);
        assertThat(process.row(7).reservedUntil().toEpochMilli()).isEqualTo(claim.untilMillis());
    }

    /** The row may be taken or not. No process holds a lease on it, and no other process gets the same ids. */
    @ParameterizedTest
    @CsvSource({
        "true, DOUBTFUL_AND_ROLLED_BACK",
        "false, DOUBTFUL_AND_ROLLED_BACK",
        "true, DOUBTFUL_AND_DONE",
        "false, DOUBTFUL_AND_DONE"
    })
    void anAcquisitionWhoseCommitIsInDoubtIsGivenUp(boolean autoCommit, Fault fault) {
        process(builder -> builder.workerIds(7, 7)).acquire().close();
        CommitFaults faults = new CommitFaults(pool, autoCommit);
        TestProcess process = process(faults.source(), builder -> builder.workerIds(7, 7));
        process.clock.move(Duration.ofMillis(2));
        process.registry.workers();
        faults.next(Integer.MAX_VALUE, fault);
        assertThat(refusal(process::acquire).reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE);
        faults.next(0, fault);
        long generation = process.row(7).generation();
        if (generation == 1) {
            assertThat(process.acquire().claim().workerId()).isEqualTo(7);
        } else {
            assertThat(refusal(process::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
        }
    }
}
