// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;

/**
 * Is told of rare events in a generator, for logs, meters and alarms. Single ids are not reported;
 * {@link SnowflakeGenerator#statistics()} has their number.
 *
 * <p>The methods are called in the thread that asked for an id, possibly in many threads at once, while the caller
 * waits. Return soon, and do not throw: the exception would reach the caller of the generator.
 */
public interface GeneratorObserver {

    /** All ids of the present tick are taken, and the caller waits for the next one. */
    default void tickUsedUp() {}

    /**
     * The clock fell behind the newest id. Called once for each step of the clock, not for every id that meets it.
     *
     * @param newest the timestamp of the newest id
     * @param clock what the clock shows
     */
    default void clockMovedBack(Instant newest, Instant clock) {}

    /** An id was refused. The caller gets the same exception after this call. */
    default void refused(IdRefusedException refusal) {}

    /**
     * The layout ends soon. Called once, when less time is left than {@linkplain
     * SnowflakeGenerator.Builder#warnBeforeEnd configured}. It is time to plan the move to another layout.
     *
     * @param layout the layout
     */
    default void layoutEndsSoon(SnowflakeLayout layout) {}
}
