// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import io.snowkey.registry.WorkerRegistryException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks how many worker ids are free, as the observer of a process is told. */
abstract class CapacityContract extends ContractPart {

    CapacityContract(RegistryTck given) {
        super(given);
    }

    private final List<String> counts = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    private TestProcess counting(long first, long last, UnaryOperator<JdbcWorkerRegistry.Builder> more) {
        return process(builder -> more.apply(builder.instance("counting")
                .workerIds(first, last)
                .time(new Time(InstantSource.system(), nanos::get, pause -> {}))
                .observer(new RegistryObserver() {
                    @Override
                    public void workerIdsCounted(long free, long range) {
                        counts.add(free + " of " + range);
                    }
                })));
    }

    private List<String> counts() {
        List<String> told = List.copyOf(counts);
        counts.clear();
        return told;
    }

    @Test
    void countsThoseThatAreNeitherHeldNorCoolingNorOutOfService() {
        TestProcess counting = counting(7, 12, builder -> builder);
        process(builder -> builder.workerIds(8, 8)).acquire();
        process(builder -> builder.workerIds(9, 9)).acquire();
        process(builder -> builder.workerIds(10, 10)).acquire();
        process(builder -> builder.workerIds(11, 11)).acquire().close();
        process(builder -> builder.workerIds(20, 20)).acquire(); // not in this range
        sql("UPDATE snowkey_worker SET expires_at_ms = 0 WHERE worker_id = 9"); // crashed, and is cooling
        sql("UPDATE snowkey_worker SET generation = 2, holder = 'out of service', expires_at_ms = 253402300799000"
                + " WHERE worker_id = 10");
        sql("UPDATE snowkey_worker SET reserved_until_ms = reserved_until_ms - 60000 WHERE worker_id = 11");
        counting.acquire();
        counting.heartbeats.beat();
        assertThat(counts()).containsExactly("2 of 6");
    }

    @Test
    void countsOnceAMinuteAndNotWhileHeartbeatsFail() {
        TestProcess counting = counting(7, 8, builder -> builder);
        counting.acquire();
        for (int i = 0; i < 13; i++) { // two minutes
            counting.heartbeats.beat();
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        }
        assertThat(counts()).containsExactly("1 of 2", "1 of 2", "1 of 2");
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        counting.network.set(Outage.Mode.NO_CONNECTION);
        counting.heartbeats.beat();
        assertThat(counts()).isEmpty();
    }

    /**
     * This count matters most. The heartbeats of a process without a worker id do not succeed, and it cannot start
     * again.
     */
    @Test
    void saysThatNoneIsFreeToWhomNoneIsGiven() {
        process(builder -> builder.workerIds(7, 7)).acquire();
        TestProcess counting = counting(7, 7, builder -> builder);
        assertThat(refusal(counting::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);
        assertThat(counts()).containsExactly("0 of 1");
    }

    @Test
    void aProcessThatIsQuietDoesNotCount() {
        TestProcess counting = counting(7, 8, builder -> builder.quietAfter(Duration.ofSeconds(30)));
        counting.acquire();
        counting.heartbeats.beat();
        counts();
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        counting.heartbeats.beat();
        assertThat(counts()).isEmpty();
    }
}
