// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;

import io.snowkey.ClockPolicy;
import io.snowkey.GeneratorObserver;
import io.snowkey.SimulatedTime;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import io.snowkey.registry.SimStatistics.Event;

/** With what a simulated process builds its generators. */
record SimGeneratorSettings(SimWorld world, ClockPolicy clockPolicy, Duration clockTolerance, Duration burst)
        implements GeneratorObserver {

    static SimGeneratorSettings atRandom(SimWorld world) {
        return new SimGeneratorSettings(
                world,
                world.chance(50) ? ClockPolicy.CONTINUE : ClockPolicy.REFUSE,
                Duration.ofMillis(world.pick(0, 1, 5, 5, 20)),
                world.layout.tick().multipliedBy(world.pick(0, 0, 5)));
    }

    SnowflakeGenerator generator(WorkerLease lease, SimClock clock) {
        return SimulatedTime.of(SnowflakeGenerator.builder(), () -> world.millis() * 1_000_000)
                .lease(lease)
                .clock(clock)
                .clockPolicy(clockPolicy)
                .clockTolerance(clockTolerance)
                .burst(burst)
                .observer(this)
                .build();
    }

    @Override
    public void tickUsedUp() {
        world.count(Event.WAITS);
    }

    @Override
    public void clockMovedBack(Instant newest, Instant now) {
        world.count(Event.CLOCKS_SEEN_MOVING_BACK);
    }
}
