// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks a namespace with more worker ids than one statement reads. */
abstract class LargeNamespaceContract extends ContractPart {

    private static final long WORKERS = 4 * SearchWindow.READ_WHOLE;

    LargeNamespaceContract(RegistryTck given) {
        super(given);
    }

    private UnaryOperator<JdbcWorkerRegistry.Builder> named(String instance) {
        return builder -> builder.instance(instance)
                .layout(SnowflakeLayout.builder()
                        .timestampBits(41)
                        .workerBits(12)
                        .sequenceBits(10)
                        .build());
    }

    /** Makes every worker id held that is a multiple of {@code step}. */
    private void hold(long step) {
        process(builder -> named("others").apply(builder).workerIds(0, 0)).acquire();
        for (long count = step; count < WORKERS; count *= 2) {
            sql("INSERT INTO snowkey_worker (namespace, worker_id, generation, holder, instance, host, pid,"
                    + " application, acquired_at_ms, heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued,"
                    + " clock_skew_ms) SELECT namespace,"
                    + " worker_id"
                    + " + " + count + ", generation, holder, instance, host, pid,"
                    + " application, acquired_at_ms, heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued,"
                    + " clock_skew_ms FROM snowkey_worker");
        }
    }

    @Test
    void anAcquisitionReadsAsManyRowsAsOneWindowHas() {
        hold(2);
        CountingDataSource counting = new CountingDataSource(pool);
        WorkerLease lease = process(counting.counted(), named("new")).acquire();
        assertThat(lease.claim().workerId() % 2).isEqualTo(1);
        assertThat(counting.rows()).isLessThanOrEqualTo(SearchWindow.SIZE);
    }

    @Test
    void anInstanceGetsItsWorkerIdBack() {
        hold(2);
        WorkerLease first = process(named("pod-1")).acquire();
        WorkerLease other = process(named("pod-2")).acquire();
        first.close();
        other.close();
        assertThat(process(named("pod-1")).acquire().claim().workerId())
                .isEqualTo(first.claim().workerId());
        assertThat(process(named("pod-2")).acquire().claim().workerId())
                .isEqualTo(other.claim().workerId());
    }

    @Test
    void processesOfOneNameGetDistinctWorkerIdsBeyondTheirWindow() {
        hold(2);
        TestProcess process = process(named("replica"));
        Set<Long> distinct = new HashSet<>();
        for (int i = 0; i < SearchWindow.SIZE; i++) { // half of them are in the window
            distinct.add(process.acquire().claim().workerId());
        }
        assertThat(distinct).hasSize((int) SearchWindow.SIZE);
    }

    @Test
    void theOnlyFreeWorkerIdIsFoundAndThenItIsSaidThatNoneIs() {
        hold(1);
        sql("UPDATE snowkey_worker SET holder = NULL, expires_at_ms = 0, reserved_until_ms = 0 WHERE worker_id = 3000");
        TestProcess process = process(named("last"));
        assertThat(process.acquire().claim().workerId()).isEqualTo(3000);
        WorkerRegistryException refusal = refusal(process::acquire);
        assertThat(refusal.reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
        assertThat(refusal).hasMessageContaining(WORKERS + " are held");
    }
}
