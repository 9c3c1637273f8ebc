// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

/**
 * The settings of a persistence unit. Each unit has its own: two in one JVM may use different generators.
 *
 * <p>They are given like any other Hibernate setting: in the map handed to
 * {@code Persistence.createEntityManagerFactory}, in {@code persistence.xml}, or with
 * {@code StandardServiceRegistryBuilder.applySetting}. Either {@link #GENERATOR} or {@link #WORKER_ID} is needed; the
 * others refine the latter. A setting that cannot be read or is out of range is refused when the unit is built, if any
 * of its attributes asks for Snowflake keys. Their names are those of the Spring Boot starter, which does not hand its own
 * settings down: it puts its generator under {@link #GENERATOR}.
 */
public final class SnowkeySettings {

    /**
     * The generator of the unit's keys: an {@link io.snowkey.SnowflakeGenerator}, or a
     * {@link java.util.function.Supplier} of one, which is asked once, when the first key is needed and not at start-up.
     * Whoever puts it there closes it, after the {@code SessionFactory}. With it, all other settings are ignored.
     */
    public static final String GENERATOR = "snowkey.generator";

    /**
     * A fixed worker id, 0 to the largest of the layout, 1023 by default. The unit makes its own generator with it, and
     * closes it when the {@code SessionFactory} is closed. Nothing guards that no other process, and no other unit, has the
     * same worker id: {@link io.snowkey.WorkerLease#fixed} says what that asks of the caller.
     */
    public static final String WORKER_ID = "snowkey.worker-id";

    /** When timestamp 0 begins, such as {@code 2025-01-01T00:00:00Z}, the default. Never change it once keys exist. */
    public static final String EPOCH = "snowkey.epoch";

    /** What a timestamp counts in, as an ISO-8601 duration of whole milliseconds; {@code PT0.001S} by default. */
    public static final String TICK = "snowkey.tick";

    /** Bits of the timestamp; 41 by default. */
    public static final String TIMESTAMP_BITS = "snowkey.bits.timestamp";

    /** Bits of the worker id; 10 by default. */
    public static final String WORKER_BITS = "snowkey.bits.worker";

    /** Bits of the sequence; 12 by default. */
    public static final String SEQUENCE_BITS = "snowkey.bits.sequence";

    /** How far the clock may fall behind and still be waited for, as an ISO-8601 duration; {@code PT0.005S} by default. */
    public static final String CLOCK_TOLERANCE = "snowkey.clock.tolerance";

    /** What to do when it falls behind by more: {@code refuse}, the default, or {@code continue}. */
    public static final String CLOCK_POLICY = "snowkey.clock.policy";

    private SnowkeySettings() {}
}
