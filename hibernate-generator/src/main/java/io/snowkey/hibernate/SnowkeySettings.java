// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

/**
 * The settings under which a persistence unit finds the generator of its keys. Every unit has its own: two in one JVM
 * may use different generators.
 *
 * <p>They are given like any other Hibernate setting: in the map handed to
 * {@code Persistence.createEntityManagerFactory}, in {@code persistence.xml}, or with
 * {@code StandardServiceRegistryBuilder.applySetting}. {@link SnowflakeId} needs {@link #GENERATOR} or
 * {@link #WORKER_ID}; {@link FlakeId} needs {@link #FLAKE_GENERATOR}, {@link #FLAKE_WORKER},
 * {@link #FLAKE_NETWORK_INTERFACE}, or a {@link #WORKER_ID} that is leased. The others refine these. A setting that
 * cannot be read or is out of range is refused when a factory opens, if any of its attributes asks for keys; so is a
 * name beginning with {@code snowkey.} that is none of them. Hibernate counts the system properties as settings; an
 * unknown one is refused only if it looks like a slip of the finger.
 *
 * <p>They are called, and mean, the same as the properties of the Spring Boot starter. That does not hand its own down:
 * it puts its generator under {@link #GENERATOR}. Durations are a number and a unit, such as {@code 30s} or
 * {@code 10ms}, or as in ISO 8601, such as {@code PT30S}.
 *
 * <p>They are read when a factory opens, and not when the mappings are built. So frameworks that build mappings ahead
 * of time, such as Quarkus, may have others for each replica.
 *
 * <pre>{@code
 * <property name="snowkey.worker-id" value="leased"/>
 * <property name="snowkey.namespace" value="shop"/>
 * }</pre>
 *
 * <p><b>A leased worker id.</b> With {@code snowkey.worker-id=leased} and {@code snowkey-db-worker-registry} on the
 * class path, the unit leases a worker id that no other process and no other unit has, from tables in its own database.
 * It takes the connections of the unit, one at a time and for single statements, outside of the transactions of the
 * application: a pool needs room for one more than the application holds. The worker id is acquired with the first key,
 * renewed by heartbeats, and given back when the {@code SessionFactory} is closed. A unit with several tenants has no
 * such database, and is refused.
 */
public final class SnowkeySettings {

    /**
     * The generator of the unit's 64-bit keys. It is an {@link io.snowkey.SnowflakeGenerator}, or a
     * {@link java.util.function.Supplier} of one, which is asked once, with the first key and not at start-up. The
     * application closes the generator, after the {@code SessionFactory}. With it, all other settings of 64-bit keys
     * but {@link #CHECK_COLUMNS} are ignored.
     */
    public static final String GENERATOR = "snowkey.generator";

    /**
     * A fixed worker id, or {@code leased} to lease one from the registry. A fixed one is 0 to the largest of the
     * layout, which is 1023 by default. The unit makes its own generator with it, and closes it when the
     * {@code SessionFactory} is closed. Nothing guards that no other process, and no other unit, has the same fixed
     * worker id: {@link io.snowkey.WorkerLease#fixed} says what that asks of the caller.
     */
    public static final String WORKER_ID = "snowkey.worker-id";

    /**
     * A file that guards a fixed worker id on this machine. It guards against a second process, a restart, and a clock
     * that is set back: see {@link io.snowkey.FileWorkerLease}. It is on a local disk, in a directory that exists. It
     * is opened with the first key, by one unit at a time.
     */
    public static final String WORKER_FILE = "snowkey.worker-file.path";

    /** How far ahead of the clock that file is written, such as {@code 3s}, the default. 100 ms to 1 day. */
    public static final String WORKER_FILE_RESERVATION = "snowkey.worker-file.reservation";

    /**
     * For how long the first key waits for the clock to reach what is reserved in the file. 0 to 1 day; {@code 10s} by
     * default.
     */
    public static final String WORKER_FILE_MAX_WAIT = "snowkey.worker-file.max-wait";

    /**
     * A layout that goes by a name: {@code default}, {@code twitter}, {@code discord}, {@code instagram},
     * {@code sonyflake} or {@code javascript}. It brings its own tick and bits; its epoch may be set. Never change it
     * once keys exist.
     */
    public static final String PRESET = "snowkey.preset";

    /** When timestamp 0 begins, such as {@code 2025-01-01T00:00:00Z}, the default. Never change it once keys exist. */
    public static final String EPOCH = "snowkey.epoch";

    /**
     * The unit of a timestamp, as a duration of whole milliseconds; {@code 1ms} by default. Never change it once keys
     * exist.
     */
    public static final String TICK = "snowkey.tick";

    /** Bits of the timestamp; 41 by default. */
    public static final String TIMESTAMP_BITS = "snowkey.bits.timestamp";

    /** Bits of the worker id; 10 by default. */
    public static final String WORKER_BITS = "snowkey.bits.worker";

    /** How many bits of the worker id, from the top, name the datacenter; 0 by default. It changes no key. */
    public static final String DATACENTER_BITS = "snowkey.bits.datacenter";

    /** Bits of the sequence; 12 by default. */
    public static final String SEQUENCE_BITS = "snowkey.bits.sequence";

    /** Which field follows the timestamp: {@code worker-sequence}, the default, or {@code sequence-worker}. */
    public static final String BITS_ORDER = "snowkey.bits.order";

    /** Which sequence the first key of a tick has: {@code zero}, the default, or {@code spread}. */
    public static final String SEQUENCE_START = "snowkey.sequence-start";

    /** How far the clock may fall behind and still be waited for, {@code 5ms} by default, 1 minute at most. */
    public static final String CLOCK_TOLERANCE = "snowkey.clock.tolerance";

    /** What to do when it falls behind by more: {@code refuse}, the default, or {@code continue}. */
    public static final String CLOCK_POLICY = "snowkey.clock.policy";

    /** How far keys may run ahead of the clock in a burst. 0 by default, 1 minute at most. */
    public static final String CLOCK_BURST = "snowkey.clock.burst";

    /**
     * Of a lease: within what ids are unique. Processes with the same namespace share worker ids; {@code default} by
     * default.
     */
    public static final String NAMESPACE = "snowkey.namespace";

    /**
     * Of a lease: the worker ids to choose from, such as {@code 0-511} or a single one. By default all of the layout.
     */
    public static final String WORKER_IDS = "snowkey.worker-ids";

    /**
     * Of a lease: the stable name of this process. A restart gets its last worker id back by it. By default the name of
     * the pod or host.
     */
    public static final String INSTANCE = "snowkey.instance";

    /** Of a lease: the application, for people who read the table; {@code unnamed} by default. */
    public static final String APPLICATION = "snowkey.application";

    /**
     * Of a lease: a worker silent for this long counts as gone. 100 ms to 1 day, longer than the heartbeat; {@code 30s}
     * by default.
     */
    public static final String TTL = "snowkey.registry.ttl";

    /**
     * Of a lease: how often it is renewed, and how long the database may take to answer. 100 ms to 1 day; {@code 10s}
     * by default.
     */
    public static final String HEARTBEAT = "snowkey.registry.heartbeat";

    /**
     * Of a lease: how long keys go on without the database. A worker id rests for the same time after a crash. 100 ms
     * to 1 day, longer than the heartbeat; {@code 10m} by default.
     */
    public static final String RESERVATION = "snowkey.registry.reservation";

    /** Of a lease: how far the clocks of machine and database may differ. 100 ms to 1 day; {@code 10s} by default. */
    public static final String MAX_CLOCK_SKEW = "snowkey.registry.max-clock-skew";

    /** Of a lease: how long to wait for a worker id when all are taken. 0 to 1 day; {@code 0s} by default. */
    public static final String MAX_WAIT = "snowkey.registry.max-wait";

    /** Of a lease: for how long the tables say who held a worker id. 1 hour to 36,500 days; {@code 400d} by default. */
    public static final String HOLDER_RETENTION = "snowkey.registry.holder-retention";

    /**
     * Of a lease: how long giving it back may take, whatever the pool and the database do. 100 ms to 10 minutes;
     * {@code 5s} by default.
     */
    public static final String CLOSE_TIMEOUT = "snowkey.registry.close-timeout";

    /**
     * Of a lease: the time without a key after which the heartbeats pause, so that a database can sleep. 0, the
     * default, is never; otherwise 1 second to 365 days. The next key has the lease renewed.
     */
    public static final String QUIET_AFTER = "snowkey.registry.quiet-after";

    /**
     * Of a lease: how long a call waits for a renewed claim after the process was frozen or quiet. Up to 1
     * minute, and less than the time-out of the pool; {@code 0s} by default, which refuses the key until the next
     * heartbeat, and {@code 5s} if {@link #QUIET_AFTER} is set.
     */
    public static final String CLAIM_WAIT = "snowkey.registry.claim-wait";

    /**
     * The beginning of the names of the registry's tables and view. {@code snowkey_} by default; a schema may be in
     * front, such as {@code ops.snowkey_}.
     */
    public static final String TABLE_PREFIX = "snowkey.registry.table-prefix";

    /** The schema of those tables, which has to exist; the default one of the connection unless set. */
    public static final String SCHEMA = "snowkey.registry.schema";

    /**
     * Whether Hibernate creates the tables of the registry. With {@code false}, the default, you create them with the
     * scripts in its jar. {@code true} makes them part of the schema of the unit, so that
     * {@code hibernate.hbm2ddl.auto} and {@code jakarta.persistence.schema-generation} create, validate, update and
     * drop them, and write them into scripts, with the tables of the entities. Drop or truncate them only if no other
     * process leases from them: what was issued is forgotten with them. It is read with the mappings, as are the names
     * of the tables.
     */
    public static final String TABLES_BY_HIBERNATE = "snowkey.registry.hibernate";

    /**
     * Whether to check in the database that the columns have room for the 64-bit keys. {@code true} or {@code false},
     * the default. The check runs when the factory opens; without it, the first insert fails. It counts with
     * {@link #GENERATOR}, too. On H2, MariaDB, MySQL and PostgreSQL, after Hibernate has created, updated or validated
     * the schema; not with several tenants.
     */
    public static final String CHECK_COLUMNS = "snowkey.check-columns";

    /**
     * The generator of the unit's 128-bit keys, an {@link io.snowkey.FlakeGenerator}; otherwise as {@link #GENERATOR}.
     */
    public static final String FLAKE_GENERATOR = "snowkey.flake.generator";

    /**
     * The worker of 128-bit keys, which no other machine has. 0 to 2<sup>48</sup> - 1, in decimal digits, or in
     * hexadecimal digits after {@code 0x}. Needs {@link #FLAKE_FILE}, and goes before a leased worker id.
     */
    public static final String FLAKE_WORKER = "snowkey.flake.worker";

    /** The network interface whose hardware address is that worker, such as {@code eth0}. Needs {@link #FLAKE_FILE}. */
    public static final String FLAKE_NETWORK_INTERFACE = "snowkey.flake.network-interface";

    /**
     * The file that keeps the units, processes and restarts on this machine apart that have this worker: see
     * {@link io.snowkey.FlakeGenerator}. It is opened with the first key, by one of them at a time.
     */
    public static final String FLAKE_FILE = "snowkey.flake.file";

    private SnowkeySettings() {}
}
