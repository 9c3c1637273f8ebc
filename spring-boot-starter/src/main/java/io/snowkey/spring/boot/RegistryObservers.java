// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.snowkey.registry.RegistryObserver;
import io.snowkey.registry.WorkerRegistryException;

/**
 * Several observers of a registry as one. Each hears every event, in their order. If one of them throws, the registry
 * logs the exception once all have heard, as the contract says.
 */
record RegistryObservers(ObserverList<RegistryObserver> observers) implements RegistryObserver {

    static RegistryObserver of(List<RegistryObserver> observers) {
        return new RegistryObservers(new ObserverList<>(observers));
    }

    @Override
    public void acquired(long workerId, long generation, Duration took) {
        observers.notifyEach(observer -> observer.acquired(workerId, generation, took));
    }

    @Override
    public void acquisitionFailed(Duration took, RuntimeException cause) {
        observers.notifyEach(observer -> observer.acquisitionFailed(took, cause));
    }

    @Override
    public void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {
        observers.notifyEach(observer -> observer.heartbeatRenewed(workerId, took, clockSkew));
    }

    @Override
    public void heartbeatFailed(long workerId, Duration took, WorkerRegistryException cause) {
        observers.notifyEach(observer -> observer.heartbeatFailed(workerId, took, cause));
    }

    @Override
    public void clockTooFarOff(Duration clockSkew) {
        observers.notifyEach(observer -> observer.clockTooFarOff(clockSkew));
    }

    @Override
    public void leaseLost(long workerId, long generation) {
        observers.notifyEach(observer -> observer.leaseLost(workerId, generation));
    }

    @Override
    public void databaseWentBack(long workerId, long generation, Instant from, Instant until) {
        observers.notifyEach(observer -> observer.databaseWentBack(workerId, generation, from, until));
    }

    @Override
    public void workerIdsCounted(long free, long range) {
        observers.notifyEach(observer -> observer.workerIdsCounted(free, range));
    }

    @Override
    public void released(long workerId, long generation) {
        observers.notifyEach(observer -> observer.released(workerId, generation));
    }
}
