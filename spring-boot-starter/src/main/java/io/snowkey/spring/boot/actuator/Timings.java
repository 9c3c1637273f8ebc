// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Measures how long something took, by outcome. A bean may want an id earlier than Spring Boot binds meters. So the
 * first hundred timings from before the first meter registry are kept, and the first one that comes is told of them.
 * Thread-safe; it is used once in a heartbeat.
 */
final class Timings {

    private record Timing(String outcome, Duration took) {}

    /** How many timings from before the first meter registry are kept. There may never be a meter registry. */
    private static final int MOST_EARLY = 100;

    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";

    private final String name;
    private final String namespace;
    private final String description;
    private final List<MeterRegistry> registries = new ArrayList<>();
    private final List<Timing> early = new ArrayList<>();

    Timings(String name, String namespace, String description) {
        this.name = name;
        this.namespace = namespace;
        this.description = description;
    }

    void success(Duration took) {
        record(new Timing(SUCCESS, took));
    }

    void failure(Duration took) {
        record(new Timing(FAILURE, took));
    }

    synchronized void bindTo(MeterRegistry registry) {
        registries.add(registry);
        timer(registry, SUCCESS); // so that both exist from the beginning, at 0
        timer(registry, FAILURE);
        early.forEach(timing -> record(timing, registry));
        early.clear();
    }

    private synchronized void record(Timing timing) {
        if (registries.isEmpty() && early.size() < MOST_EARLY) {
            early.add(timing);
        }
        registries.forEach(registry -> record(timing, registry));
    }

    private void record(Timing timing, MeterRegistry registry) {
        timer(registry, timing.outcome).record(timing.took);
    }

    /** The timer of an outcome. If one is registered under this name, Micrometer returns that. */
    private Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder(name)
                .tag("outcome", outcome)
                .tag(SnowkeyMeters.NAMESPACE, namespace)
                .description(description)
                .register(registry);
    }
}
