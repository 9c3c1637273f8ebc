// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Duration;

import io.snowkey.ClockPolicy;
import io.snowkey.SnowflakeGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How far the time in ids and the clock of this machine may part.
 *
 * @param tolerance How far the clock may fall behind the newest id and still be waited for, up to 1 minute.
 * @param policy What to do when it falls behind by more: refuse ids, or continue from the newest one.
 * @param burst How far ids may run ahead of the clock when those of the present tick are used up, up to 1 minute. A
 *     burst of ids then does not wait for the next tick.
 * @param warnBeforeEnd How long before the timestamp bits are used up a warning is logged.
 */
record ClockProperties(
        @Nullable Duration tolerance,
        @Nullable ClockPolicy policy,
        @Nullable Duration burst,
        @Nullable Duration warnBeforeEnd) {

    void applyTo(SnowflakeGenerator.Builder builder) {
        IfSet.call(builder::clockTolerance, tolerance);
        IfSet.call(builder::clockPolicy, policy);
        IfSet.call(builder::burst, burst);
        IfSet.call(builder::warnBeforeEnd, warnBeforeEnd);
    }
}
