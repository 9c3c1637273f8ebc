// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.InstantSource;

/** The settings that every generator has, with their defaults. */
final class IssuerSettings {

    InstantSource clock = InstantSource.system();
    ClockPolicy clockPolicy = ClockPolicy.REFUSE;
    Duration clockTolerance = Duration.ofMillis(5);
    Duration burst = Duration.ZERO;
    GeneratorObserver observer = new GeneratorObserver() {};
    Waiter waiter = new SystemWaiter();

    void validate() {
        requireUpToAMinute("clockTolerance", clockTolerance, "for a caller waits that long");
        requireUpToAMinute("burst", burst, "for times in ids are that much too late");
    }

    private static void requireUpToAMinute(String name, Duration value, String why) {
        Duration max = Duration.ofMinutes(1);
        if (value.isNegative() || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " " + value + ": must be 0 to " + max + ", " + why);
        }
    }

    Issuer issuer(WorkerLease lease) {
        long tickMillis = lease.layout().tick().toMillis();
        // Where it is no whole number of ticks, the tolerance is rounded up: waiting longer than asked for harms
        // nobody.
        long toleranceMillis = clockTolerance.plusNanos(999_999).toMillis();
        ClockRules rules = new ClockRules(
                burst.toMillis() / tickMillis,
                -Math.floorDiv(-toleranceMillis, tickMillis),
                clockPolicy == ClockPolicy.CONTINUE);
        return new Issuer(lease, rules, clock, waiter, observer);
    }
}
