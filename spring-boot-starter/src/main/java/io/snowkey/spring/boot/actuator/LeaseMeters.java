// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.actuator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.snowkey.registry.RegistryObserver;
import io.snowkey.registry.WorkerRegistryException;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what the registry does, as meters. {@link SnowkeyMeters} has the list. This class needs no other
 * bean, because the registry is created with it.
 */
final class LeaseMeters implements RegistryObserver, MeterBinder {

    private final LongAdder losses = new LongAdder();
    private final LongAdder regressions = new LongAdder();
    private final String namespace;
    private final Timings acquisitions;
    private final Timings heartbeats;
    private final LongSupplier nanoTime;
    private volatile double skewSeconds = Double.NaN;
    private volatile @Nullable Count count;

    /** The last count of worker ids: how many were free, out of how many, and when, in nanoseconds. */
    private record Count(long free, long range, long nanos) {}

    /**
     * How long the count of free worker ids is shown. A process that can no longer look must not show what it saw when
     * all was well.
     */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** @param namespace the namespace of the registry */
    LeaseMeters(String namespace) {
        this(namespace, System::nanoTime);
    }

    LeaseMeters(String namespace, LongSupplier nanoTime) {
        this.namespace = namespace;
        this.nanoTime = nanoTime;
        this.acquisitions =
                new Timings("snowkey.lease.acquisition", namespace, "Acquisitions of a worker id, by outcome");
        this.heartbeats = new Timings("snowkey.lease.heartbeat", namespace, "Renewals of the lease, by outcome");
    }

    @Override
    public void acquired(long workerId, long generation, Duration took) {
        acquisitions.success(took);
    }

    @Override
    public void acquisitionFailed(Duration took, RuntimeException cause) {
        acquisitions.failure(took);
    }

    @Override
    public void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {
        heartbeats.success(took);
        skewSeconds = SnowkeyMeters.seconds(clockSkew);
    }

    @Override
    public void heartbeatFailed(long workerId, Duration took, WorkerRegistryException cause) {
        heartbeats.failure(took);
    }

    @Override
    public void clockTooFarOff(Duration clockSkew) {
        skewSeconds = SnowkeyMeters.seconds(clockSkew);
    }

    @Override
    public void leaseLost(long workerId, long generation) {
        losses.increment();
    }

    @Override
    public void databaseWentBack(long workerId, long generation, Instant from, Instant until) {
        regressions.increment();
    }

    @Override
    public void workerIdsCounted(long free, long range) {
        count = new Count(free, range, nanoTime.getAsLong());
    }

    private double free() {
        Count known = count;
        return known != null && nanoTime.getAsLong() - known.nanos() <= LONGEST.toNanos() ? known.free() : Double.NaN;
    }

    private double range() {
        Count known = count;
        return known != null ? known.range() : Double.NaN;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        acquisitions.bindTo(registry);
        heartbeats.bindTo(registry);
        FunctionCounter.builder("snowkey.lease.losses", losses, LongAdder::sum)
                .tag(SnowkeyMeters.NAMESPACE, namespace)
                .description("Leases that another process or an operator took away")
                .register(registry);
        FunctionCounter.builder("snowkey.lease.regressions", regressions, LongAdder::sum)
                .tag(SnowkeyMeters.NAMESPACE, namespace)
                .description("Times that the database had lost what it had acknowledged")
                .register(registry);
        Gauge.builder("snowkey.worker.ids.free", this, LeaseMeters::free)
                .tag(SnowkeyMeters.NAMESPACE, namespace)
                .description("Worker ids of the range that another process could take")
                .register(registry);
        Gauge.builder("snowkey.worker.ids.range", this, LeaseMeters::range)
                .tag(SnowkeyMeters.NAMESPACE, namespace)
                .description("Worker ids of the range, held or free")
                .register(registry);
        TimeGauge.builder("snowkey.clock.skew", this, TimeUnit.SECONDS, meters -> meters.skewSeconds)
                .tag(SnowkeyMeters.NAMESPACE, namespace)
                .description("The clock of this machine minus that of the database, as of the last heartbeat")
                .register(registry);
    }
}
