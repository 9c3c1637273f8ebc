// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.snowkey.GeneratorObserver;
import io.snowkey.IdRefusedException;
import io.snowkey.SnowflakeLayout;
import org.springframework.beans.factory.ObjectProvider;

/** Several observers of a generator as one: each hears what happens, in their order. */
record GeneratorObservers(List<GeneratorObserver> observers) implements GeneratorObserver {

    /** The log, and those of the application. */
    static GeneratorObserver of(ObjectProvider<GeneratorObserver> application) {
        return new GeneratorObservers(Stream.concat(Stream.of(new GeneratorLog()), application.orderedStream())
                .toList());
    }

    @Override
    public void tickUsedUp() {
        tell(GeneratorObserver::tickUsedUp);
    }

    @Override
    public void clockMovedBack(Instant newest, Instant clock) {
        tell(observer -> observer.clockMovedBack(newest, clock));
    }

    @Override
    public void refused(IdRefusedException refusal) {
        tell(observer -> observer.refused(refusal));
    }

    @Override
    public void layoutEndsSoon(SnowflakeLayout layout) {
        tell(observer -> observer.layoutEndsSoon(layout));
    }

    private void tell(Consumer<GeneratorObserver> event) {
        observers.forEach(event);
    }
}
