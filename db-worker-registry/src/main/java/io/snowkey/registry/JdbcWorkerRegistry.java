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
 * <p>Two processes never issue the same id, because:
 * <ol>
 *   <li>A row for each worker id holds its <em>high-water mark</em>, {@code reserved_until_ms}: no id of this worker id
 *       with that timestamp or a later one was ever issued. The mark is written before the ids are.
 *   <li>A lease is taken only if the last one has expired by the clock of the database, and if the high-water mark is
 *       not after the clock of this process. In the same statement the {@code generation} grows by one, and the
 *       high-water mark moves to the clock of this process plus the reservation. The {@link io.snowkey.Claim} of the
 *       lease is the time in between.
 *   <li>A heartbeat moves the high-water mark on, if generation and holder are still those of the lease. Only an
 *       acknowledged heartbeat extends the claim. A heartbeat that fails leaves the claim as it is, and ids go on up to
 *       its end.
 *   <li>If another process has the row, the heartbeat seals the claim. Another worker id is acquired in the background.
 *   <li>A release seals the claim first, and then sets the high-water mark to where the ids really ended.
 * </ol>
 *
 * <p>So clocks, pauses, crashes and lost answers decide how soon a process may start and how fresh its timestamps are.
 * They never decide whether an id is unique. Two cases need care: a virtual machine that is cloned while it holds a
 * lease, and a database that loses acknowledged commits when it fails over.
 *
 * <p>Thread-safe. Every statement is a transaction of its own. It runs on a thread of the registry, to which no
 * transaction, tenant or class loader of a caller is bound. Nothing is held open between heartbeats. The data source
 * must lead to the same database every time; if it is seen to lead to another one, that connection is refused.
 */
public final class JdbcWorkerRegistry implements AutoCloseable {

    private final Settings settings;
    private final @Nullable Dialect configuredDialect;
    private final Sql sql;
    private final Retry retry;
    private final BackgroundTasks tasks;
    private final Leases leases;

    private volatile @Nullable WorkerTable table;

    private JdbcWorkerRegistry(Builder builder, Settings settings, Lifecycle lifecycle) {
        this.settings = settings;
        this.configuredDialect = builder.dialect;
        this.sql = Sql.of(
                builder.dataSource,
                Math.toIntExact(settings.heartbeat().toMillis()),
                builder.anyDatabase
                        ? SameDatabaseCheck.off()
                        : SameDatabaseCheck.of(settings.tablePrefix(), settings.namespace()));
        Time time = builder.time != null ? builder.time : Time.system(builder.clock);
        RegistryObserver observer = new NonThrowingObserver(builder.observer);
        RandomGenerator random = builder.random;
        Heartbeats heartbeats = builder.heartbeats != null
                ? builder.heartbeats
                : Heartbeats.onThread("snowkey-heartbeat-" + settings.namespace(), random);
        Threads threads = builder.threads != null ? builder.threads : Threads.own(settings.namespace());
        Tokens tokens = builder.tokens != null ? builder.tokens : Tokens.mixed(random, time);
        this.retry = new Retry(time, random);
        this.tasks = new BackgroundTasks(threads, sql.inUse(), settings.heartbeat());
        this.leases = new Leases(
                () -> new Acquisition(table(), settings, time, random, tokens, observer),
                settings,
                lifecycle,
                time,
                observer,
                heartbeats,
                tasks,
                new FreeWorkerIds(settings, time, observer)::countIfDue);
    }

    /** A builder for a registry in the database of this data source. Every setting has a default. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * Acquires a worker id, and keeps it with heartbeats until the lease or this registry is closed.
     *
     * <p>A thread of the registry does the work. So the work takes no part in a transaction, a tenant or anything
     * else that belongs to the calling thread. It needs one connection more than that thread holds.
     *
     * @throws WorkerRegistryException if no worker id can be acquired; its reason says why. Also if the pool has no
     *     connection to spare within the time of a heartbeat, if the calling thread is interrupted, and if the
     *     registry is closed meanwhile
     * @throws IllegalArgumentException if the clock reads a time that the layout cannot express
     */
    public WorkerLease acquire() {
        return leases.acquire();
    }

    /** Begins to acquire a worker id. */
    BackgroundTask<JdbcWorkerLease> begin() {
        return leases.begin();
    }

    /** Waits for a worker id that is being acquired. Other threads may wait for the same one. */
    WorkerLease await(BackgroundTask<JdbcWorkerLease> task) {
        return leases.await(task, false);
    }

    /**
     * All worker ids of the namespace that were ever acquired, in ascending order.
     *
     * @throws WorkerRegistryException if the database does not answer or answers with an error, or if the calling
     *     thread is interrupted
     */
    public List<WorkerStatus> workers() {
        return tasks.run(
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
     * Seals the claims of all open leases, releases these leases, and ends the heartbeats. No id is issued under
     * them afterwards. The call takes no longer than the {@link Builder#closeTimeout closeTimeout}, whatever the
     * pool and the database do. A lease that could not be released by then is logged, and its worker id frees up by
     * itself. Closing again changes nothing.
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
                        sql, configuredDialect != null ? configuredDialect : Dialects.of(sql.product()), settings);
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

        /**
         * The layout of the ids; {@link SnowflakeLayout#DEFAULT} unless given. All processes of a namespace use the
         * same one.
         */
        public Builder layout(SnowflakeLayout layout) {
            this.layout = layout;
            return this;
        }

        /** The namespace, within which ids are unique: 1 to 64 characters; {@code default} unless given. */
        public Builder namespace(String namespace) {
            this.namespace = namespace;
            return this;
        }

        /**
         * What the names of tables and view begin with, such as {@code ops.snowkey_}; {@code snowkey_} unless
         * given.
         */
        public Builder tablePrefix(String tablePrefix) {
            this.tablePrefix = tablePrefix;
            return this;
        }

        /**
         * The stable name of this process: 1 to 255 characters. After a restart the process gets its last worker id
         * back, if that is free. Unless given, it is the environment variable {@code HOSTNAME} (in Kubernetes the
         * name of the pod) or else the name of the host. Two processes may have the same name.
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

        /**
         * The worker ids to choose from, both included; all of the layout unless given. Regions with one range each
         * need no coordination.
         */
        public Builder workerIds(long first, long last) {
            this.firstWorkerId = first;
            this.lastWorkerId = last;
            return this;
        }

        /**
         * How long a process may be silent before it counts as gone. 100 ms to 1 day, and longer than the
         * heartbeat; 30 s unless given.
         */
        public Builder ttl(Duration ttl) {
            this.ttl = ttl;
            return this;
        }

        /**
         * How often a lease is renewed, and how long the database may take to answer. By chance, the renewal comes
         * up to a fifth sooner. 100 ms to 1 day; 10 s unless given.
         */
        public Builder heartbeat(Duration heartbeat) {
            this.heartbeat = heartbeat;
            return this;
        }

        /**
         * How long ids go on without the database, and how long a worker id rests after a crash. 100 ms to 1 day,
         * and longer than the heartbeat by at least two ticks of the layout; 10 min unless given.
         */
        public Builder reservation(Duration reservation) {
            this.reservation = reservation;
            return this;
        }

        /**
         * How far the clock of this process and the clock of the database may differ. 100 ms to 1 day; 10 s unless
         * given.
         */
        public Builder maxClockSkew(Duration maxClockSkew) {
            this.maxClockSkew = maxClockSkew;
            return this;
        }

        /**
         * How long {@link JdbcWorkerRegistry#acquire} waits for a worker id if none is free. 0 to 1 day; 0 unless
         * given.
         */
        public Builder maxWait(Duration maxWait) {
            this.maxWait = maxWait;
            return this;
        }

        /** How long the table keeps who held a worker id before. 1 hour to 36,500 days; 400 days unless given. */
        public Builder holderRetention(Duration holderRetention) {
            this.holderRetention = holderRetention;
            return this;
        }

        /**
         * How long {@link JdbcWorkerRegistry#close} and the close of a lease may take, including all waits. 100 ms
         * to 10 min; 5 s unless given. A worker id that is not released by then frees up by itself after the
         * reservation.
         */
        public Builder closeTimeout(Duration closeTimeout) {
            this.closeTimeout = closeTimeout;
            return this;
        }

        /**
         * After how long without a single id the heartbeats pause. 0 for never, else 1 s to 365 days; 0 unless
         * given. During the pause, a database that sleeps when it is not used can sleep.
         *
         * <p>The next id ends the pause. If the claim has not ended yet, the next heartbeat renews the lease. If it
         * has ended, a heartbeat renews the lease at once, or another worker id is acquired; the call waits for it,
         * see {@link #claimWait}. The pause makes nothing less safe. In the table, and to an alarm on late
         * heartbeats, a quiet process looks like one that crashed.
         */
        public Builder quietAfter(Duration quietAfter) {
            this.quietAfter = quietAfter;
            return this;
        }

        /**
         * How long a call for an id waits if it finds the claim ended. The claim ends when the process was frozen
         * for longer than the reservation, or was quiet. The call asks for a heartbeat at once, which renews the
         * lease, or acquires another worker id if the lease was lost. 0 to 1 min. Unless given, it is 0, and the id
         * is refused until the next heartbeat; or 5 s, if {@link #quietAfter} is given.
         *
         * <p>Choose less than the time-out of the pool, because the caller may hold the very connection that the
         * heartbeat waits for. After a heartbeat that failed, calls are refused at once until one succeeds.
         */
        public Builder claimWait(Duration claimWait) {
            this.claimWait = claimWait;
            return this;
        }

        /** The wall clock, which gives the time of the ids; the system's unless given. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Is told of acquisitions, heartbeats and releases. Nothing is told unless given. */
        public Builder observer(RegistryObserver observer) {
            this.observer = observer;
            return this;
        }

        /**
         * The dialect of the database. Unless given, it is found by the name that the driver gives the database;
         * see {@link Dialect}. A wrong dialect can lead to duplicate ids: run the contract of
         * {@code snowkey-registry-tck} with it.
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

        /** Allows statements on any database. A test needs this when it simulates the database. */
        Builder anyDatabase() {
            this.anyDatabase = true;
            return this;
        }

        /**
         * Builds the registry. This does not touch the database yet.
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
