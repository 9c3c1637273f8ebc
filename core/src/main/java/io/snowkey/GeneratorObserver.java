// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;

/**
 * Hears of what does not happen every day in a generator: for logs, meters and alarms. Ids themselves are not reported; see
 * {@link SnowflakeGenerator#statistics()} for their number.
 *
 * <p>Called in the thread that asked for an id, possibly in many at once, and while it waits: return soon, and do not throw,
 * for what is thrown here reaches the caller of the generator.
 */
public interface GeneratorObserver {

    /** All ids of the present tick are taken, and the caller waits for the next one. */
    default void tickUsedUp() {}

    /**
     * The clock fell behind the newest id. Heard once for a step of the clock, not for every id that meets it.
     *
     * @param newest the timestamp of the newest id
     * @param clock what the clock shows
     */
    default void clockMovedBack(Instant newest, Instant clock) {}

    /** An id was refused. The same exception is thrown at the caller after this. */
    default void refused(IdRefusedException refusal) {}

    /**
     * The layout ends soon: heard once, when the time that is left is less than
     * {@linkplain SnowflakeGenerator.Builder#warnBeforeEnd configured}. Time to plan the move to another layout.
     *
     * @param layout the layout
     */
    default void layoutEndsSoon(SnowflakeLayout layout) {}
}
