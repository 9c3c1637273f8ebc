// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.snowkey.registry.RegistryObserver;
import io.snowkey.registry.WorkerRegistryException;

/** Several observers of a registry as one: each hears what happens, in their order. */
record RegistryObservers(List<RegistryObserver> observers) implements RegistryObserver {

    @Override
    public void acquired(long workerId, long generation, Duration took) {
        tell(observer -> observer.acquired(workerId, generation, took));
    }

    @Override
    public void acquisitionFailed(Duration took, RuntimeException cause) {
        tell(observer -> observer.acquisitionFailed(took, cause));
    }

    @Override
    public void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {
        tell(observer -> observer.heartbeatRenewed(workerId, took, clockSkew));
    }

    @Override
    public void heartbeatFailed(long workerId, Duration took, WorkerRegistryException cause) {
        tell(observer -> observer.heartbeatFailed(workerId, took, cause));
    }

    @Override
    public void clockTooFarOff(Duration clockSkew) {
        tell(observer -> observer.clockTooFarOff(clockSkew));
    }

    @Override
    public void leaseLost(long workerId, long generation) {
        tell(observer -> observer.leaseLost(workerId, generation));
    }

    @Override
    public void released(long workerId, long generation) {
        tell(observer -> observer.released(workerId, generation));
    }

    private void tell(Consumer<RegistryObserver> event) {
        observers.forEach(event);
    }
}
