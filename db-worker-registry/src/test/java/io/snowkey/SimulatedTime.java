// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Has a generator wait and measure elapsed time by clocks that are not those of this machine, so that a run can be repeated. */
public final class SimulatedTime {

    private SimulatedTime() {}

    /** The same builder. Each look at the clock has to move it on. */
    public static SnowflakeGenerator.Builder of(SnowflakeGenerator.Builder builder, LongSupplier nanoTime) {
        return builder.nanoTime(nanoTime).waiter(SimulatedTime::await);
    }

    private static Waiter.Outcome await(InstantSource clock, long untilMillis, long longestMillis) {
        long before = Long.MIN_VALUE;
        while (true) {
            long now = clock.millis();
            if (now >= untilMillis) {
                return Waiter.Outcome.REACHED;
            }
            if (now < before || untilMillis - now > longestMillis) {
                return Waiter.Outcome.MOVED_BACK;
            }
            before = now;
        }
    }
}
