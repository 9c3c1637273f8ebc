// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.snowkey.GeneratorObserver;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeLayout;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Several observers of a generator as one. Each hears every event, in their order. If one of them throws, the caller of
 * the generator gets the exception once all have heard, as the contract says.
 */
record GeneratorObservers(ObserverList<GeneratorObserver> observers) implements GeneratorObserver {

    /** The log, followed by the observers of the application. */
    static GeneratorObserver of(ObjectProvider<GeneratorObserver> application) {
        return of(Stream.concat(Stream.of(new GeneratorLog()), application.orderedStream())
                .toList());
    }

    static GeneratorObserver of(List<GeneratorObserver> observers) {
        return new GeneratorObservers(new ObserverList<>(observers));
    }

    @Override
    public void tickUsedUp() {
        observers.notifyEach(GeneratorObserver::tickUsedUp);
    }

    @Override
    public void clockMovedBack(Instant newest, Instant clock) {
        observers.notifyEach(observer -> observer.clockMovedBack(newest, clock));
    }

    @Override
    public void refused(IdRefusedException refusal) {
        observers.notifyEach(observer -> observer.refused(refusal));
    }

    @Override
    public void layoutEndsSoon(SnowflakeLayout layout) {
        observers.notifyEach(observer -> observer.layoutEndsSoon(layout));
    }
}
