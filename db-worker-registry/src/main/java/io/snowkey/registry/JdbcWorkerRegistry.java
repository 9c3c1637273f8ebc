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
 * <p>Thread-safe. The data source must hand out connections that take part in no transaction of the caller; each statement
 * is a transaction of its own, and nothing is held open between heartbeats.
 */
public final class JdbcWorkerRegistry implements AutoCloseable {

    private final Settings settings;
    private final @Nullable Dialect givenDialect;
    private final Sql sql;
    private final Retry retry;
    private final Leases leases;

    private volatile @Nullable WorkerTable table;

    private JdbcWorkerRegistry(Builder builder, Settings settings) {
        this.settings = settings;
        this.givenDialect = builder.dialect;
        this.sql =
                Sql.of(builder.dataSource, Math.toIntExact(settings.heartbeat().toMillis()));
        Time time = builder.time != null ? builder.time : Time.system(builder.clock);
        RegistryObserver observer = new ShieldedObserver(builder.observer);
        Heartbeats heartbeats = builder.heartbeats != null
                ? builder.heartbeats
                : Heartbeats.onThread("snowkey-heartbeat-" + settings.namespace());
        RandomGenerator random = builder.random;
        Tokens tokens = builder.tokens != null ? builder.tokens : Tokens.mixed(random, time);
        this.retry = new Retry(time, random);
        this.leases = new Leases(
                () -> new Acquisition(table(), settings, time, random, tokens, observer),
                settings,
                time,
                observer,
                heartbeats);
    }

    /** A builder for a registry in the database of this data source. Every setting has a default. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * Acquires a worker id, and keeps it with heartbeats until the lease or this registry is closed.
     *
     * @throws WorkerRegistryException if there is none to be had; its reason says why
     * @throws IllegalArgumentException if the clock reads a time that the layout cannot express
     */
    public WorkerLease acquire() {
        return leases.acquire();
    }

    /**
     * All worker ids of the namespace that were ever acquired, in their order.
     *
     * @throws WorkerRegistryException if the database does not answer
     */
    public List<WorkerStatus> workers() {
        try {
            return retry.of(Retry.BRIEFLY, () -> table().status());
        } catch (SQLException e) {
            throw Failures.of(e, settings);
        }
    }

    /** Releases every lease that is still open, and ends the heartbeats. */
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

        /** How often a lease is renewed, and how long the database may take to answer; 100 ms to 1 day; 10 s unless given. */
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

        Builder dialect(Dialect dialect) {
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
                            holderRetention));
        }
    }
}
