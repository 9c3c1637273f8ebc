// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

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

/**
 * Shows the state of a generator and its lease as meters. Reading them issues no id and acquires nothing.
 *
 * <p>This is the list of all meters, those of {@link LeaseMeters} included, under the names of Micrometer; Prometheus
 * has them with underscores, {@code _seconds} for times, and {@code _total} for counters. Times are in seconds where
 * the meter registry has no other unit. Each meter also has the tag {@code namespace}: {@code snowkey.namespace} for
 * the generator that the starter makes, the name of the bean for one of the application.
 *
 * <table>
 * <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 * <tr><td>snowkey.ids.issued</td><td>counter</td><td></td><td>ids issued</td></tr>
 * <tr><td>snowkey.ids.refused</td><td>counter</td><td>reason</td><td>calls that were refused an id</td></tr>
 * <tr><td>snowkey.waits</td><td>counter</td><td>cause: tick, clock</td><td>calls that waited: for the next tick because
 *     the ids of the present one were used up, or for a clock that had gone back</td></tr>
 * <tr><td>snowkey.clock.backward.steps</td><td>counter</td><td></td><td>backward steps of the clock</td></tr>
 * <tr><td>snowkey.clock.backward.max</td><td>gauge, time</td><td></td><td>the largest of them</td></tr>
 * <tr><td>snowkey.clock.skew</td><td>gauge, time</td><td></td><td>the clock of this machine minus that of the database,
 *     as of the last heartbeat; NaN before the first</td></tr>
 * <tr><td>snowkey.layout.left</td><td>gauge, time</td><td></td><td>time until the timestamp bits of the layout are used
 *     up</td></tr>
 * <tr><td>snowkey.claim.left</td><td>gauge, time</td><td></td><td>how long ids can be issued from now on if the lease
 *     is not renewed any more; 0 without a lease</td></tr>
 * <tr><td>snowkey.worker.id</td><td>gauge</td><td></td><td>the worker id held at present; NaN if there is none, also
 *     once it was lost, or its claim has ended</td></tr>
 * <tr><td>snowkey.ids.refusing</td><td>gauge</td><td></td><td>1 while an id would be refused, else 0</td></tr>
 * <tr><td>snowkey.lease.failing</td><td>gauge</td><td></td><td>1 while the lease cannot be acquired, renewed or
 *     replaced, else 0</td></tr>
 * <tr><td>snowkey.lease.heartbeat</td><td>timer</td><td>outcome: success, failure</td><td>renewals of the
 *     lease</td></tr>
 * <tr><td>snowkey.lease.acquisition</td><td>timer</td><td>outcome: success, failure</td><td>acquisitions of a worker
 *     id</td></tr>
 * <tr><td>snowkey.worker.ids.free</td><td>gauge</td><td></td><td>worker ids of the range that another process could
 *     take, as of the last look, about once a minute; NaN if that was long ago</td></tr>
 * <tr><td>snowkey.worker.ids.range</td><td>gauge</td><td></td><td>worker ids of the range; NaN before the first
 *     look</td></tr>
 * <tr><td>snowkey.lease.losses</td><td>counter</td><td></td><td>leases that another process or an operator took
 *     away</td></tr>
 * <tr><td>snowkey.lease.regressions</td><td>counter</td><td></td><td>times that the database had lost what it had
 *     acknowledged: ids may have been issued twice</td></tr>
 * </table>
 *
 * <p>The last six and the skew exist only with a lease from the database.
 */
final class SnowkeyMeters implements MeterBinder {

    static final String NAMESPACE = "namespace";

    private final String namespace;
    private final SnowflakeGenerator generator;
    private final LeaseState lease;
    private final InstantSource clock;

    SnowkeyMeters(String namespace, SnowflakeGenerator generator, LeaseState lease, InstantSource clock) {
        this.namespace = namespace;
        this.generator = generator;
        this.lease = lease;
        this.clock = clock;
    }

    /** The meters of all generators of an application. */
    static MeterBinder of(LeaseStates leases) {
        return registry -> leases.generators().forEach((namespace, generator) -> new SnowkeyMeters(
                        namespace, generator, leases.state(generator), leases.clock())
                .bindTo(registry));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter("snowkey.ids.issued", GeneratorStatistics::issued, "Ids issued").register(registry);
        counter("snowkey.waits", GeneratorStatistics::tickWaits, "Calls that waited, by cause")
                .tag("cause", "tick")
                .register(registry);
        counter("snowkey.waits", GeneratorStatistics::clockWaits, "Calls that waited, by cause")
                .tag("cause", "clock")
                .register(registry);
        for (Reason reason : Reason.values()) {
            counter(
                            "snowkey.ids.refused",
                            statistics -> statistics.refusals().getOrDefault(reason, 0L),
                            "Calls that were refused an id, by reason")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry);
        }
        counter("snowkey.clock.backward.steps", GeneratorStatistics::backwardSteps, "Backward steps of the clock")
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
        gauge(
                        "snowkey.ids.refusing",
                        state -> state.refusal() != null ? 1 : 0,
                        "1 while an id would be refused, else 0")
                .register(registry);
        if (lease.isKnown()) {
            bindLease(registry);
        }
    }

    private void bindLease(MeterRegistry registry) {
        TimeGauge.builder("snowkey.claim.left", lease, TimeUnit.SECONDS, state -> seconds(state.left()))
                .tag(NAMESPACE, namespace)
                .description("How long ids can be issued from now on, should the lease not be renewed any more")
                .register(registry);
        gauge("snowkey.worker.id", SnowkeyMeters::workerId, "The worker id held at present")
                .register(registry);
        gauge(
                        "snowkey.lease.failing",
                        state -> state.renewalFailure() != null ? 1 : 0,
                        "1 while the lease cannot be acquired, renewed or replaced, else 0")
                .register(registry);
    }

    private Gauge.Builder<LeaseState> gauge(String name, ToDoubleFunction<LeaseState> value, String description) {
        return Gauge.builder(name, lease, value).tag(NAMESPACE, namespace).description(description);
    }

    private static double workerId(LeaseState lease) {
        Claim held = lease.held();
        return held != null ? held.workerId() : Double.NaN;
    }

    private FunctionCounter.Builder<SnowflakeGenerator> counter(
            String name, ToDoubleFunction<GeneratorStatistics> value, String description) {
        return FunctionCounter.builder(name, generator, source -> value.applyAsDouble(source.statistics()))
                .tag(NAMESPACE, namespace)
                .description(description);
    }

    private TimeGauge.Builder<SnowflakeGenerator> time(String name, Supplier<Duration> value) {
        return TimeGauge.builder(name, generator, TimeUnit.SECONDS, source -> seconds(value.get()))
                .tag(NAMESPACE, namespace);
    }

    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
