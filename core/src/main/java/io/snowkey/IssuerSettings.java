// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.LongSupplier;

/** The settings of every generator, with their defaults. */
final class IssuerSettings {

    /** The largest number of ids that one call gives. */
    static final int MOST_AT_ONCE = 10_000_000;

    InstantSource clock = InstantSource.system();
    ClockPolicy clockPolicy = ClockPolicy.REFUSE;
    Duration clockTolerance = Duration.ofMillis(5);
    Duration burst = Duration.ZERO;
    GeneratorObserver observer = new GeneratorObserver() {};
    Waiter waiter = new SystemWaiter();
    LongSupplier nanoTime = System::nanoTime;
    SequenceStart sequenceStart = SequenceStart.ZERO;

    void validate() {
        requireUpToAMinute("clockTolerance", clockTolerance, "because a caller waits that long");
        requireUpToAMinute("burst", burst, "because the times in ids are that much too late");
    }

    private static void requireUpToAMinute(String name, Duration value, String why) {
        Duration max = Duration.ofMinutes(1);
        if (value.isNegative() || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    name + " " + MessageText.of(value) + ": must be 0 to " + MessageText.of(max) + ", " + why);
        }
    }

    Issuer issuer(WorkerLease lease) {
        SnowflakeLayout layout = lease.layout();
        long tickMillis = layout.tick().toMillis();
        if (!burst.equals(Duration.ofMillis(burst.toMillis() / tickMillis * tickMillis))) {
            throw new IllegalArgumentException(
                    "burst " + MessageText.of(burst) + ": must be a whole multiple of the tick of the" + " layout, "
                            + MessageText.of(layout.tick()) + ", because ids run ahead by whole ticks");
        }
        // A fraction of a millisecond is rounded up: a longer wait than asked for does no harm.
        long toleranceMillis = clockTolerance.plusNanos(999_999).toMillis();
        ClockRules rules = new ClockRules(burst.toMillis() / tickMillis, sequenceStart.bits(layout.sequenceBits()));
        SteadyClock steady = clockPolicy == ClockPolicy.CONTINUE
                ? new SteadyClock(clock, nanoTime, toleranceMillis + 3 * tickMillis)
                : null;
        return new Issuer(lease, rules, toleranceMillis, clock, steady, waiter, observer);
    }

    static void requireCount(int n) {
        if (n < 0 || n > MOST_AT_ONCE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "n %,d: must be 0 to %,d. Ask for more ids in several calls.", n, MOST_AT_ONCE));
        }
    }
}
