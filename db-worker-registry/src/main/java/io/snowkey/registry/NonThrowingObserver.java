// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Catches and logs what an observer throws. Otherwise it would cost a worker id, or end the heartbeats. */
final class NonThrowingObserver implements RegistryObserver {

    private static final NonThrowingLog log = NonThrowingLog.of(NonThrowingObserver.class);

    private final RegistryObserver observer;

    NonThrowingObserver(RegistryObserver observer) {
        this.observer = observer;
    }

    private void tell(Consumer<RegistryObserver> news) {
        try {
            news.accept(observer);
        } catch (Throwable e) {
            log.warn(
                    "The observer {} failed, which changes nothing for the leases",
                    observer.getClass().getName(),
                    e);
        }
    }

    @Override
    public void acquired(long workerId, long generation, Duration took) {
        tell(it -> it.acquired(workerId, generation, took));
    }

    @Override
    public void acquisitionFailed(Duration took, RuntimeException cause) {
        tell(it -> it.acquisitionFailed(took, cause));
    }

    @Override
    public void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {
        tell(it -> it.heartbeatRenewed(workerId, took, clockSkew));
    }

    @Override
    public void heartbeatFailed(long workerId, Duration took, WorkerRegistryException cause) {
        tell(it -> it.heartbeatFailed(workerId, took, cause));
    }

    @Override
    public void clockTooFarOff(Duration clockSkew) {
        tell(it -> it.clockTooFarOff(clockSkew));
    }

    @Override
    public void leaseLost(long workerId, long generation) {
        tell(it -> it.leaseLost(workerId, generation));
    }

    @Override
    public void databaseWentBack(long workerId, long generation, Instant from, Instant until) {
        tell(it -> it.databaseWentBack(workerId, generation, from, until));
    }

    @Override
    public void workerIdsCounted(long free, long range) {
        tell(it -> it.workerIdsCounted(free, range));
    }

    @Override
    public void released(long workerId, long generation) {
        tell(it -> it.released(workerId, generation));
    }
}
