// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.snowkey.Claim;
import io.snowkey.GeneratorStatistics;
import io.snowkey.IdRefusedException.Reason;
import io.snowkey.SnowflakeGenerator;
import org.jspecify.annotations.Nullable;

/** What the generator and its lease are at, as meters. Reading them issues no id and acquires nothing. */
final class SnowkeyMeters implements MeterBinder {

    private final SnowflakeGenerator generator;
    private final @Nullable LeaseState lease;
    private final InstantSource clock;

    SnowkeyMeters(SnowflakeGenerator generator, @Nullable LeaseState lease, InstantSource clock) {
        this.generator = generator;
        this.lease = lease;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter("snowkey.ids.issued", GeneratorStatistics::issued, "ids", "Ids issued")
                .register(registry);
        counter("snowkey.waits", GeneratorStatistics::tickWaits, null, "Calls that waited, by cause")
                .tag("cause", "tick")
                .register(registry);
        counter("snowkey.waits", GeneratorStatistics::clockWaits, null, "Calls that waited, by cause")
                .tag("cause", "clock")
                .register(registry);
        for (Reason reason : Reason.values()) {
            counter(
                            "snowkey.ids.refused",
                            statistics -> statistics.refusals().getOrDefault(reason, 0L),
                            "ids",
                            "Calls that were refused an id, by reason")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry);
        }
        counter("snowkey.clock.backward.steps", GeneratorStatistics::backwardSteps, null, "Backward steps of the clock")
                .register(registry);
        time("snowkey.clock.backward.max", () -> generator.statistics().largestBackwardStep())
                .description("The largest backward step of the clock")
                .register(registry);
        time(
                        "snowkey.layout.left",
                        () -> Duration.between(
                                clock.instant(), generator.layout().exhaustedAt()))
                .description("Time until the timestamp bits of the layout are used up")
                .register(registry);
        if (lease != null) {
            bindLease(registry, lease);
        }
    }

    private static void bindLease(MeterRegistry registry, LeaseState lease) {
        TimeGauge.builder("snowkey.claim.left", lease, TimeUnit.SECONDS, state -> seconds(state.left()))
                .description("How long ids can be issued from now on, should the lease not be renewed any more")
                .register(registry);
        Gauge.builder("snowkey.worker.id", lease, SnowkeyMeters::workerId)
                .description("The worker id held at present")
                .register(registry);
        Gauge.builder("snowkey.lease.failing", lease, state -> state.trouble() != null ? 1 : 0)
                .description("1 while the lease cannot be renewed or replaced, else 0")
                .register(registry);
    }

    private static double workerId(LeaseState lease) {
        Claim claim = lease.claim();
        return claim != null ? claim.workerId() : Double.NaN;
    }

    private FunctionCounter.Builder<SnowflakeGenerator> counter(
            String name, ToDoubleFunction<GeneratorStatistics> value, @Nullable String unit, String description) {
        return FunctionCounter.builder(name, generator, source -> value.applyAsDouble(source.statistics()))
                .baseUnit(unit)
                .description(description);
    }

    private TimeGauge.Builder<SnowflakeGenerator> time(String name, Supplier<Duration> value) {
        return TimeGauge.builder(name, generator, TimeUnit.SECONDS, source -> seconds(value.get()));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
