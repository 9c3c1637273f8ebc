// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;

/**
 * Hands out worker ids from a table in the user's own database.
 *
 * <pre>{@code
 * try (JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(dataSource).build();
 *         SnowflakeGenerator ids = SnowflakeGenerator.builder().lease(registry.acquire()).build()) {
 *     long id = ids.nextId();
 * }
 * }</pre>
 *
 * <p>How two processes never issue the same id:
 * <ol>
 *   <li>A row per worker id holds its <em>high-water mark</em>, {@code reserved_until_ms}: no id of this worker with that
 *       timestamp or a later one was ever issued. It is written ahead of the ids.
 *   <li>A lease is taken only if the last one has expired by the clock of the database, and if the high-water mark is not
 *       after the own clock. In the same statement the {@code generation} grows by one, and the high-water mark moves to
 *       the own clock plus the reservation. The {@link io.snowkey.Claim} that comes with it is the time in between.
 *   <li>A heartbeat moves the high-water mark on, if generation and holder are still those of the lease. Only an
 *       acknowledged heartbeat extends the claim. One that fails leaves it as it is; ids go on up to its end.
 *   <li>A heartbeat that finds the row taken seals the claim, and another worker id is acquired in the background.
 *   <li>A release seals the claim first, and then sets the high-water mark to where the ids really ended.
 * </ol>
 *
 * <p>So clocks, pauses, crashes and lost answers decide how soon a worker may start and how fresh its timestamps are, never
 * whether an id is unique. Two things remain to be seen to: a virtual machine that is cloned while it holds a lease, and
 * a database that loses acknowledged commits when it fails over.
 *
 * <p>Thread-safe. Every statement is a transaction of its own, on a thread of the registry, which no transaction, tenant or
 * class loader of a caller is bound to; nothing is held open between heartbeats. The data source must lead to the same database
 * every time; one that is seen to lead to another is refused.
 */
public final class JdbcWorkerRegistry implements AutoCloseable {

    private final Settings settings;
    private final @Nullable Dialect givenDialect;
    private final Sql sql;
    private final Retry retry;
    private final Errands errands;
    private final Leases leases;

    private volatile @Nullable WorkerTable table;

    private JdbcWorkerRegistry(Builder builder, Settings settings, Lifecycle lifecycle) {
        this.settings = settings;
        this.givenDialect = builder.dialect;
        this.sql = Sql.of(
                builder.dataSource,
                Math.toIntExact(settings.heartbeat().toMillis()),
                builder.anyDatabase ? Home.anywhere() : Home.of(settings.tablePrefix(), settings.namespace()));
        Time time = builder.time != null ? builder.time : Time.system(builder.clock);
        RegistryObserver observer = new ShieldedObserver(builder.observer);
        RandomGenerator random = builder.random;
        Heartbeats heartbeats = builder.heartbeats != null
                ? builder.heartbeats
                : Heartbeats.onThread("snowkey-heartbeat-" + settings.namespace(), random);
        Threads threads = builder.threads != null ? builder.threads : Threads.own(settings.namespace());
        Tokens tokens = builder.tokens != null ? builder.tokens : Tokens.mixed(random, time);
        this.retry = new Retry(time, random);
        this.errands = new Errands(threads, sql.inUse(), settings.heartbeat());
        this.leases = new Leases(
                () -> new Acquisition(table(), settings, time, random, tokens, observer),
                settings,
                lifecycle,
                time,
                observer,
                heartbeats,
                errands,
                new FreeWorkerIds(settings, time, observer)::countIfDue);
    }

    /** A builder for a registry in the database of this data source. Every setting has a default. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * Acquires a worker id, and keeps it with heartbeats until the lease or this registry is closed.
     *
     * <p>The work is done on a thread of the registry. So it takes no part in a transaction, a tenant or anything else that
     * belongs to the calling thread, and needs one connection more than that thread holds.
     *
     * @throws WorkerRegistryException if there is none to be had; its reason says why. Also if the pool has no connection to spare
     *     within the time of a heartbeat, if the calling thread is interrupted, and if the registry is closed meanwhile
     * @throws IllegalArgumentException if the clock reads a time that the layout cannot express
     */
    public WorkerLease acquire() {
        return leases.acquire();
    }

    /** Begins to acquire a worker id. */
    Errand<JdbcWorkerLease> begin() {
        return leases.begin();
    }

    /** Waits for a worker id that somebody has begun to acquire, and that others may wait for, too. */
    WorkerLease await(Errand<JdbcWorkerLease> errand) {
        return leases.await(errand, false);
    }

    /**
     * All worker ids of the namespace that were ever acquired, in their order.
     *
     * @throws WorkerRegistryException if the database does not answer, or the calling thread is interrupted
     */
    public List<WorkerStatus> workers() {
        return errands.run(
                "status",
                () -> {
                    try {
                        WorkerTable known = table();
                        return known.connected(() -> retry.of(Retry.BRIEFLY, known::status));
                    } catch (SQLException e) {
                        throw Failures.of(e, settings);
                    }
                },
                settings.heartbeat().multipliedBy(3));
    }

    /**
     * Seals the claim of every lease that is still open, so that no id is issued any more, then releases these leases, and ends the
     * heartbeats. Takes no longer than the {@link Builder#closeTimeout closeTimeout}, whatever the pool and the database do: what
     * could not be released by then is logged, and frees up by itself. Closing again changes nothing.
     */
    @Override
    public void close() {
        leases.close();
    }

    private WorkerTable table() {
        WorkerTable known = table;
        if (known == null) {
            try {
                known = new WorkerTable(
                        sql, givenDialect != null ? givenDialect : Dialects.of(sql.product()), settings);
            } catch (SQLException e) {
                throw Failures.of(e, settings);
            }
            Durability.check(known);
            table = known;
        }
        return known;
    }

    /** Builds a {@link JdbcWorkerRegistry}. */
    public static final class Builder {

        private final DataSource dataSource;
        private SnowflakeLayout layout = SnowflakeLayout.DEFAULT;
        private String namespace = "default";
        private String tablePrefix = "snowkey_";
        private @Nullable String instance;
        private String application = "unnamed";
        private @Nullable Long firstWorkerId;
        private @Nullable Long lastWorkerId;
        private Duration ttl = Duration.ofSeconds(30);
        private Duration heartbeat = Duration.ofSeconds(10);
        private Duration reservation = Duration.ofMinutes(10);
        private Duration maxClockSkew = Duration.ofSeconds(10);
        private Duration maxWait = Duration.ZERO;
        private Duration holderRetention = Duration.ofDays(400);
        private InstantSource clock = InstantSource.system();
        private RegistryObserver observer = new RegistryObserver() {};
        private RandomGenerator random = new SecureRandom();
        private @Nullable Dialect dialect;
        private @Nullable Time time;
        private @Nullable Tokens tokens;
        private @Nullable Heartbeats heartbeats;
        private @Nullable Threads threads;
        private boolean anyDatabase;
        private Duration closeTimeout = Lifecycle.CLOSE_TIMEOUT;
        private Duration quietAfter = Duration.ZERO;
        private @Nullable Duration claimWait;

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /** The layout of the ids; {@link SnowflakeLayout#DEFAULT} unless given. All of a namespace use the same one. */
        public Builder layout(SnowflakeLayout layout) {
            this.layout = layout;
            return this;
        }

        /** Within what ids are unique: 1 to 64 characters; {@code default} unless given. */
        public Builder namespace(String namespace) {
            this.namespace = namespace;
            return this;
        }

        /** What the names of tables and view begin with, such as {@code ops.snowkey_}; {@code snowkey_} unless given. */
        public Builder tablePrefix(String tablePrefix) {
            this.tablePrefix = tablePrefix;
            return this;
        }

        /**
         * The stable name of this process, 1 to 255 characters: after a restart it gets its last worker id back, if that is
         * free. The environment variable {@code HOSTNAME} (the name of the pod, in Kubernetes) or the name of the host unless
         * given. Two processes may have the same name.
         */
        public Builder instance(String instance) {
            this.instance = instance;
            return this;
        }

        /** The application, for people who read the table: 1 to 255 characters; {@code unnamed} unless given. */
        public Builder application(String application) {
            this.application = application;
            return this;
        }

        /** The worker ids to choose from, both included; all of the layout unless given. One range per region needs no
         * coordination between regions. */
        public Builder workerIds(long first, long last) {
            this.firstWorkerId = first;
            this.lastWorkerId = last;
            return this;
        }

        /** A worker silent for this long counts as gone; 100 ms to 1 day, longer than the heartbeat; 30 s unless given. */
        public Builder ttl(Duration ttl) {
            this.ttl = ttl;
            return this;
        }

        /** How often a lease is renewed, up to a fifth sooner by chance, and how long the database may take to answer; 100 ms to 1 day; 10 s unless given. */
        public Builder heartbeat(Duration heartbeat) {
            this.heartbeat = heartbeat;
            return this;
        }

        /**
         * How long a worker goes on without the database, and how long its worker id rests after a crash; 100 ms to 1 day,
         * longer than the heartbeat; 10 min unless given.
         */
        public Builder reservation(Duration reservation) {
            this.reservation = reservation;
            return this;
        }

        /** How far the own clock and that of the database may differ; 100 ms to 1 day; 10 s unless given. */
        public Builder maxClockSkew(Duration maxClockSkew) {
            this.maxClockSkew = maxClockSkew;
            return this;
        }

        /** How long {@link JdbcWorkerRegistry#acquire} waits for a worker id when all are taken; 0 to 1 day; 0 unless given. */
        public Builder maxWait(Duration maxWait) {
            this.maxWait = maxWait;
            return this;
        }

        /** For how long the table says who held a worker id before; 1 hour to 36,500 days; 400 days unless given. */
        public Builder holderRetention(Duration holderRetention) {
            this.holderRetention = holderRetention;
            return this;
        }

        /**
         * How long {@link JdbcWorkerRegistry#close} and the close of a lease may take, all waiting included; 100 ms to 10 min; 5 s
         * unless given. What is not released by then frees up by itself after the reservation.
         */
        public Builder closeTimeout(Duration closeTimeout) {
            this.closeTimeout = closeTimeout;
            return this;
        }

        /**
         * After how long without a single id the heartbeats pause, so that a database which sleeps when nobody asks may do so; 0 for
         * never, else 1 s to 365 days; 0 unless given. The next id has the lease renewed, or another worker id acquired: at the next
         * heartbeat where the claim has not ended yet, else at once, and the call waits for it, see {@link #claimWait}. Nothing is
         * less safe by it. A quiet worker looks like one that crashed to those who read the table, and to an alarm on late
         * heartbeats.
         */
        public Builder quietAfter(Duration quietAfter) {
            this.quietAfter = quietAfter;
            return this;
        }

        /**
         * How long a call for an id waits, if it finds the claim ended or the lease lost, for a heartbeat that it asks for at once:
         * after the process was frozen for longer than the reservation, or was quiet. 0 to 1 min; 0, which refuses the id until the
         * next heartbeat, unless given; 5 s if {@link #quietAfter} is given. Choose less than the time-out of the pool: the caller
         * may hold the very connection that the heartbeat waits for. After a heartbeat that failed, calls are refused at once until
         * one gets through.
         */
        public Builder claimWait(Duration claimWait) {
            this.claimWait = claimWait;
            return this;
        }

        /** The wall clock: the time of the ids; the system's unless given. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Who hears of acquisitions, heartbeats and releases; nobody unless given. */
        public Builder observer(RegistryObserver observer) {
            this.observer = observer;
            return this;
        }

        /**
         * The dialect of the database: found by what its driver calls the database, unless given; see {@link Dialect}.
         * A wrong one can lead to duplicate ids: run the contract of {@code snowkey-registry-tck} with it.
         */
        public Builder dialect(Dialect dialect) {
            this.dialect = dialect;
            return this;
        }

        Builder time(Time time) {
            this.time = time;
            return this;
        }

        Builder tokens(Tokens tokens) {
            this.tokens = tokens;
            return this;
        }

        Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        Builder heartbeats(Heartbeats heartbeats) {
            this.heartbeats = heartbeats;
            return this;
        }

        Builder threads(Threads threads) {
            this.threads = threads;
            return this;
        }

        /** Statements may go to any database: for a database that is only simulated. */
        Builder anyDatabase() {
            this.anyDatabase = true;
            return this;
        }

        /**
         * The registry. Does not touch the database yet.
         *
         * @throws IllegalArgumentException if a setting is outside its range, or contradicts another one
         */
        public JdbcWorkerRegistry build() {
            String host = Host.name();
            return new JdbcWorkerRegistry(
                    this,
                    new Settings(
                            layout,
                            namespace,
                            tablePrefix,
                            instance != null ? instance : host,
                            application,
                            host,
                            ProcessHandle.current().pid(),
                            firstWorkerId != null ? firstWorkerId : 0,
                            lastWorkerId != null ? lastWorkerId : layout.maxWorkerId(),
                            ttl,
                            heartbeat,
                            reservation,
                            maxClockSkew,
                            maxWait,
                            holderRetention),
                    Lifecycle.of(closeTimeout, quietAfter, claimWait));
        }
    }
}
