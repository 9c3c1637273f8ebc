// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;

/** A process as far as the registry can tell. It has a clock, heartbeats and a way to the database of its own. */
final class TestProcess implements AutoCloseable {

    final SettableClock clock = new SettableClock();
    final ManualHeartbeats heartbeats = new ManualHeartbeats();
    final Outage network;
    final JdbcWorkerRegistry registry;

    TestProcess(DataSource dataSource, UnaryOperator<JdbcWorkerRegistry.Builder> setup) {
        network = new Outage(dataSource);
        registry = setup.apply(JdbcWorkerRegistry.builder(network)
                        .instance("a")
                        .application("tests")
                        .heartbeats(heartbeats)
                        .random(new Random(42))
                        .time(new Time(clock, System::nanoTime, this::pause)))
                .build();
    }

    /** What a wait for a free worker id does instead of sleeping. */
    private Runnable whilePausing = () -> {};

    /** How long each of these waits would have been. */
    final List<Duration> pauses = new CopyOnWriteArrayList<>();

    private void pause(Duration duration) {
        pauses.add(duration);
        whilePausing.run();
    }

    void whilePausing(Runnable action) {
        whilePausing = action;
    }

    WorkerLease acquire() {
        return registry.acquire();
    }

    SnowflakeGenerator generator(WorkerLease lease) {
        return SnowflakeGenerator.builder().lease(lease).clock(clock).build();
    }

    WorkerStatus row(long workerId) {
        return registry.workers().stream()
                .filter(worker -> worker.workerId() == workerId)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        network.set(Outage.Mode.NONE);
        registry.close();
    }
}
