// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes of the first version of the library and of the present one, side by side on one table: first the tables are
 * migrated, then processes are replaced one after the other.
 */
abstract class UpgradeContract extends RegistryContract {

    private TestProcess first(HikariDataSource tables, String instance) {
        return added(new TestProcess(
                tables, builder -> builder.instance(instance).workerIds(7, 8).dialect(FirstVersion.of(product()))));
    }

    private TestProcess present(HikariDataSource tables, String instance) {
        return added(
                new TestProcess(tables, builder -> builder.instance(instance).workerIds(7, 8)));
    }

    private TestProcess added(TestProcess process) {
        processes.add(process);
        return process;
    }

    @Test
    void upgradesTheTablesAndThenTheRunningProcesses() {
        TestDatabase database = newDatabase();
        database.with("released-1/schema-" + database.platform() + ".sql", "snowkey_");
        try (HikariDataSource tables = database.pool(4)) {
            TestProcess old = first(tables, "a");
            TestProcess stays = first(tables, "b");
            WorkerLease lease = old.acquire();
            WorkerLease staying = stays.acquire();
            old.heartbeats.beat();

            database.with("upgrade-2-" + database.platform() + ".sql", "snowkey_");
            old.heartbeats.beat();
            stays.heartbeats.beat();
            assertThat(lease.renewalFailure()).isNull();
            assertThat(staying.renewalFailure()).isNull();

            TestProcess next = present(tables, "a");
            assertThat(refusal(next::acquire).reason())
                    .as("what processes of the first version hold is theirs")
                    .isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
            long workerId = lease.claim().workerId();
            lease.close();
            next.clock.move(Duration.ofMillis(2));
            WorkerLease replaced = next.acquire();
            assertThat(replaced.claim().workerId()).isEqualTo(workerId);
            next.heartbeats.beat();
            next.heartbeats.beat();
            stays.heartbeats.beat();
            assertThat(replaced.renewalFailure()).isNull();
            assertThat(staying.renewalFailure()).isNull();

            replaced.close();
            old.clock.move(Duration.ofMillis(4));
            assertThat(old.acquire().claim().workerId())
                    .as("back to the first version")
                    .isEqualTo(workerId);
            old.heartbeats.beat();
            TestProcess third = present(tables, "c");
            assertThat(refusal(third::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
            closeAll();
        }
    }

    @Test
    void eachTakesOverFromTheOtherAndTheOneThatLostItMovesOn() {
        for (boolean oldLoses : new boolean[] {true, false}) {
            TestProcess loser = oldLoses ? first(pool, "loser") : present(pool, "loser");
            TestProcess taker = oldLoses ? present(pool, "loser") : first(pool, "loser");
            WorkerLease lost = loser.acquire();
            loser.clock.move(Duration.ofSeconds(1));
            loser.heartbeats.beat();
            long workerId = lost.claim().workerId();
            sql("UPDATE snowkey_worker SET expires_at_ms = 0 WHERE worker_id = " + workerId);
            // Within what the clocks may differ by: the loser's mark lies ten minutes ahead.
            sql("UPDATE snowkey_worker SET reserved_until_ms = 1 WHERE worker_id = " + workerId);
            WorkerLease taken = taker.acquire();
            assertThat(taken.claim().workerId()).isEqualTo(workerId);
            long until = taken.claim().untilMillis();
            loser.heartbeats.beat();
            assertThat(lost.claim().workerId()).as("moved on").isNotEqualTo(workerId);
            taker.clock.move(Duration.ofSeconds(2));
            taker.heartbeats.beat();
            assertThat(taken.renewalFailure()).isNull();
            assertThat(taken.claim().untilMillis()).isGreaterThan(until);
            closeAll();
            sql("UPDATE snowkey_worker SET reserved_until_ms = 0");
        }
    }

    private void closeAll() {
        processes.forEach(TestProcess::close);
        processes.clear();
    }
}
