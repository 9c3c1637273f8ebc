// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.Dialect.RenewalForm;
import io.snowkey.registry.LeaseMark.Fence;
import org.jspecify.annotations.Nullable;

import static io.snowkey.registry.RegistryStatement.CANDIDATES;
import static io.snowkey.registry.RegistryStatement.CREATE_NAMESPACE;
import static io.snowkey.registry.RegistryStatement.LAYOUT;
import static io.snowkey.registry.RegistryStatement.OCCUPANCY;
import static io.snowkey.registry.RegistryStatement.PRUNE;
import static io.snowkey.registry.RegistryStatement.RECORD_HOLDER;
import static io.snowkey.registry.RegistryStatement.REINSTALL;
import static io.snowkey.registry.RegistryStatement.REINSTALL_MISSING;
import static io.snowkey.registry.RegistryStatement.RELEASE;
import static io.snowkey.registry.RegistryStatement.RENEW;
import static io.snowkey.registry.RegistryStatement.RENEWED;
import static io.snowkey.registry.RegistryStatement.REPAIR;
import static io.snowkey.registry.RegistryStatement.REPAIR_MISSING;
import static io.snowkey.registry.RegistryStatement.STATUS;
import static io.snowkey.registry.RegistryStatement.SUCCESSOR;
import static io.snowkey.registry.RegistryStatement.TAKE;
import static io.snowkey.registry.RegistryStatement.TAKE_NEW;
import static io.snowkey.registry.RegistryStatement.UNRECORDED;

/**
 * The three tables and the view of the registry, as operations. The rules are in the statements of the
 * {@link Dialect}: what they refuse cannot happen, whatever the code around them does.
 */
final class WorkerTable {

    /** What a lease holds: a worker id under a generation. */
    record LeaseKey(long workerId, long generation, String holder) {}

    /**
     * The answer to a heartbeat.
     *
     * @param databaseMillis the clock of the database
     * @param extended whether the mark now reaches the end that was asked for
     */
    record Renewal(long databaseMillis, boolean extended) {}

    /** How full the range is. {@code nextFree} is when the next worker id frees up, unless it is renewed. */
    record Occupancy(long held, long cooling, Instant nextFree) {}

    /** What table names begin with in the statements of the dialects. */
    private static final String SHIPPED_PREFIX = "snowkey_";

    /**
     * Who has a worker id that a lease had before.
     *
     * @param process what is known of the process that has it, or null if nobody has it
     * @param same whether the lease itself has it: then a clone renews it
     * @param since the time, as in ids, from which on another process had it while the lease went on; null if none
     *     is known
     */
    record Successor(@Nullable String process, boolean same, @Nullable Instant since) {}

    private final Sql sql;
    private final Settings settings;
    private final boolean recordsWhileTaking;
    private final String durability;
    private final RenewalForm renewalForm;
    private final NamedSql otherNamespaces;
    private final Map<RegistryStatement, NamedSql> statements;

    WorkerTable(Sql sql, Dialect dialect, Settings settings) {
        this.sql = sql.with(dialect);
        this.settings = settings;
        this.durability = dialect.durability();
        this.recordsWhileTaking = dialect.recordsWhileTaking();
        this.renewalForm = dialect.renewal();
        this.otherNamespaces = NamedSql.of("SELECT namespace FROM " + settings.tablePrefix()
                + "namespace WHERE namespace <> :namespace ORDER BY created_at_ms DESC");
        this.statements = statements(dialect, settings.tablePrefix(), sql.timeoutMillis());
    }

    /**
     * Makes the statements of a dialect.
     *
     * @param tablePrefix what the names of the tables begin with
     * @param timeoutMillis how long an answer is waited for; a lock is waited for during three quarters of that
     */
    static Map<RegistryStatement, NamedSql> statements(Dialect dialect, String tablePrefix, int timeoutMillis) {
        long lockMillis = Math.max(1, timeoutMillis * 3L / 4);
        Map<RegistryStatement, NamedSql> statements = new EnumMap<>(RegistryStatement.class);
        for (RegistryStatement each : RegistryStatement.values()) {
            String text = dialect.sql(each)
                    .replace(SHIPPED_PREFIX, tablePrefix)
                    .replace(":fromDual", dialect.fromDual())
                    .replace(":dbNow", dialect.clock())
                    .replace("greatest(", dialect.greatest() + "(")
                    .replace(":lockMillis", Long.toString(lockMillis))
                    .replace(":lockSeconds", Long.toString(Math.max(1, lockMillis / 1000)));
            statements.put(each, NamedSql.of(text, name -> dialect.parameter(type(name))));
        }
        return statements;
    }

    /** The type of a parameter: that of its column. */
    private static String type(String parameter) {
        return switch (parameter) {
            case "namespace" -> "VARCHAR(64)";
            case "holder", "token" -> "VARCHAR(36)";
            case "order" -> "VARCHAR(32)";
            case "instance", "host", "application" -> "VARCHAR(255)";
            default -> "BIGINT";
        };
    }

    /**
     * Asks for a setting with which a crash takes back what the server has acknowledged. The answer is a text; it
     * is empty if there is no such setting.
     */
    Optional<String> durabilityWarning() throws SQLException {
        return durability.isEmpty()
                ? Optional.empty()
                : sql.query(
                        NamedSql.of(durability),
                        Map.of(),
                        rows -> rows.next() ? Optional.of(rows.getString(1)) : Optional.empty());
    }

    private NamedSql statement(RegistryStatement which) {
        return Objects.requireNonNull(statements.get(which), which::name);
    }

    /**
     * Does this work on one connection, which is taken before the work begins. So what the work measures does not
     * contain the time that the pool took.
     */
    <T extends @Nullable Object> T connected(Retry.Attempt<T> work) throws SQLException {
        return sql.connected(work);
    }

    /** Founds the namespace with the layout of this process, unless it exists. */
    void createNamespace() throws SQLException {
        unlessDuplicate(() -> sql.update(statement(CREATE_NAMESPACE), layoutValues()) == 1);
    }

    private interface Insertion {
        boolean run() throws SQLException;
    }

    /** Runs an insertion. The result is false if there is such a row already. */
    private static boolean unlessDuplicate(Insertion insertion) throws SQLException {
        try {
            return insertion.run();
        } catch (SQLException e) {
            if (!SqlStates.isDuplicateKey(e)) {
                throw e;
            }
            return false;
        }
    }

    /** The names of other namespaces: the newest ones, 10 at most. */
    List<String> otherNamespaces() throws SQLException {
        return sql.query(otherNamespaces, Map.of("namespace", settings.namespace()), rows -> {
            List<String> names = new ArrayList<>();
            while (rows.next() && names.size() < 10) {
                names.add(rows.getString(1));
            }
            return names;
        });
    }

    /**
     * The layout that the namespace was founded with, as a text. A newer version may know layouts that this one
     * does not.
     */
    Optional<String> layout() throws SQLException {
        return sql.query(
                statement(LAYOUT),
                Map.of("namespace", settings.namespace()),
                rows -> rows.next() ? Optional.of(layout(rows)) : Optional.empty());
    }

    private static String layout(ResultSet rows) throws SQLException {
        Instant epoch = Instant.ofEpochMilli(rows.getLong("epoch_ms"));
        Duration tick = Duration.ofMillis(rows.getLong("tick_ms"));
        int timestampBits = rows.getInt("timestamp_bits");
        int workerBits = rows.getInt("worker_bits");
        int sequenceBits = rows.getInt("sequence_bits");
        String order = rows.getString("field_order");
        try {
            return SnowflakeLayout.builder()
                    .epoch(epoch)
                    .tick(tick)
                    .timestampBits(timestampBits)
                    .workerBits(workerBits)
                    .sequenceBits(sequenceBits)
                    .order(SnowflakeLayout.Order.valueOf(order))
                    .build()
                    .toString();
        } catch (IllegalArgumentException unknown) {
            return "one that this version does not know: epoch " + epoch + ", tick " + tick.toMillis() + " ms, bits "
                    + timestampBits + "/" + workerBits + "/" + sequenceBits + ", order " + order;
        }
    }

    Candidates candidates(SearchWindow window, long ownMillis) throws SQLException {
        Map<String, Object> values = rows(window, ownMillis);
        values.putAll(layoutValues());
        values.put("instance", settings.instance());
        return sql.query(statement(CANDIDATES), values, rows -> {
            long databaseMillis = 0;
            Candidates.Layout layout = Candidates.Layout.NONE;
            List<Candidates.Row> seen = new ArrayList<>();
            while (rows.next()) {
                databaseMillis = rows.getLong("now_ms");
                boolean same = rows.getInt("same_layout") == 1;
                layout = rows.wasNull()
                        ? Candidates.Layout.NONE
                        : same ? Candidates.Layout.SAME : Candidates.Layout.DIFFERENT;
                long workerId = rows.getLong("worker_id");
                if (!rows.wasNull()) {
                    seen.add(new Candidates.Row(workerId, rows.getLong("generation"), rows.getInt("preference")));
                }
            }
            return new Candidates(databaseMillis, layout, seen);
        });
    }

    /**
     * Takes a worker id.
     *
     * @param generation the generation seen, 0 if the worker id has no row yet
     * @param ownMillis the clock of this process
     * @param fromMillis where the claim begins: at the clock of this process, or later
     * @param untilMillis where the claim ends
     * @param estimate what the clock of this process will read when the statement arrives
     * @return what is held now; empty if another process was faster, or if the database refused because the clocks
     *     differ
     */
    Optional<LeaseKey> take(
            long workerId,
            long generation,
            String holder,
            long ownMillis,
            long fromMillis,
            long untilMillis,
            long estimate)
            throws SQLException {
        Map<String, Object> values = row(new LeaseKey(workerId, generation, holder));
        values.putAll(process());
        values.put("maxSkew", settings.maxClockSkew().toMillis());
        values.put("ownNow", ownMillis);
        values.put("from", fromMillis);
        values.put("until", untilMillis);
        values.put("estimate", estimate);
        RegistryStatement taking = generation == 0 ? TAKE_NEW : TAKE;
        boolean taken = unlessDuplicate(() -> sql.update(statement(taking), values) == 1);
        return taken ? Optional.of(new LeaseKey(workerId, generation + 1, holder)) : Optional.empty();
    }

    /**
     * Records in the history who took a worker id. Does nothing if {@link #take} has done it.
     *
     * @return whether the worker id is still held
     */
    boolean recordHolder(LeaseKey held, long fromMillis) throws SQLException {
        return recordsWhileTaking || insertHolder(held, fromMillis);
    }

    private boolean insertHolder(LeaseKey held, long fromMillis) throws SQLException {
        Map<String, Object> values = row(held);
        values.put("from", fromMillis);
        return sql.update(statement(RECORD_HOLDER), values) == 1;
    }

    /** Records the holder once more, because the history may have been lost. */
    void recordHolderAgain(LeaseKey held, long fromMillis) throws SQLException {
        unlessDuplicate(() -> insertHolder(held, fromMillis));
    }

    /** Sends a heartbeat. The result is empty if the worker id is not held any more, or not by this process. */
    Optional<Renewal> renew(LeaseKey held, Fence fence, long ownMillis, long estimate, long issued)
            throws SQLException {
        Map<String, Object> values = row(held, fence);
        values.put("ttl", settings.ttl().toMillis());
        values.put("maxSkew", settings.maxClockSkew().toMillis());
        values.put("maxAhead", maxAheadMillis());
        values.put("ownNow", ownMillis);
        values.put("estimate", estimate);
        values.put("issued", issued);
        return switch (renewalForm) {
            case READ_BACK -> sql.updateAndQuery(statement(RENEW), statement(RENEWED), values, WorkerTable::renewal);
            case RESULT_SET -> sql.query(statement(RENEW), values, WorkerTable::renewal);
            case GENERATED_KEY ->
                sql.updateForKey(statement(RENEW), values, rows -> {
                    long key = rows.next() ? rows.getLong(1) : 0;
                    return key == 0 ? Optional.empty() : Optional.of(new Renewal(key >> 1, (key & 1) == 1));
                });
        };
    }

    private static Optional<Renewal> renewal(ResultSet rows) throws SQLException {
        return rows.next()
                ? Optional.of(new Renewal(rows.getLong("heartbeat_at_ms"), rows.getInt("extended") == 1))
                : Optional.empty();
    }

    /** How many milliseconds after its clock the database grants an end, at most. */
    long maxAheadMillis() {
        return settings.reservation().plus(settings.maxClockSkew()).toMillis();
    }

    /** Gives the worker id back. The result is false if it was not held any more, or not by this process. */
    boolean release(LeaseKey held, Fence fence, long highWaterMillis, long issued) throws SQLException {
        Map<String, Object> values = row(held, fence);
        values.put("mark", highWaterMillis);
        values.put("issued", issued);
        return sql.update(statement(RELEASE), values) == 1;
    }

    /**
     * Puts a lease back that the table does not know any more, if nobody holds its worker id.
     *
     * @return whether it is back
     */
    boolean reinstall(LeaseKey held, Fence fence, long fromMillis, long estimate, long issued) throws SQLException {
        Map<String, Object> values = row(held, fence);
        values.putAll(process());
        values.putAll(layoutValues());
        values.put("estimate", estimate);
        values.put("issued", issued);
        if (sql.update(statement(REINSTALL), values) == 0) {
            createNamespace();
            if (!unlessDuplicate(() -> sql.update(statement(REINSTALL_MISSING), values) == 1)) {
                return false;
            }
        }
        recordHolderAgain(held, fromMillis);
        return true;
    }

    /**
     * Makes sure that nobody issues again the ids of a lease that ended at the mark.
     *
     * @return whether the table knew less than the lease was told
     */
    boolean repair(LeaseKey held, long markMillis) throws SQLException {
        Map<String, Object> values = row(held);
        values.putAll(process());
        values.putAll(layoutValues());
        values.put("mark", markMillis);
        if (sql.update(statement(REPAIR), values) == 1) {
            return true;
        }
        createNamespace();
        return unlessDuplicate(() -> sql.update(statement(REPAIR_MISSING), values) == 1);
    }

    /** Whether {@link #repair} has to be called again, because it cannot know yet when the present holder began. */
    boolean isUnrecorded(LeaseKey held) throws SQLException {
        return !recordsWhileTaking && sql.update(statement(UNRECORDED), row(held)) == 1;
    }

    /** Who has the worker id of a lease now. The answer is used in messages only. */
    Optional<Successor> successor(LeaseKey held, long fromMillis, long markMillis) throws SQLException {
        Map<String, Object> values = row(held);
        values.put("from", fromMillis);
        values.put("mark", markMillis);
        return sql.query(statement(SUCCESSOR), values, rows -> {
            if (!rows.next()) {
                return Optional.empty();
            }
            String holder = rows.getString("holder");
            String process = holder == null
                    ? null
                    : "instance '" + rows.getString("instance") + "', host " + rows.getString("host") + ", process "
                            + rows.getLong("pid");
            boolean same = held.holder().equals(holder) && rows.getLong("generation") == held.generation();
            long since = rows.getLong("since_ms");
            return Optional.of(new Successor(process, same, rows.wasNull() ? null : Instant.ofEpochMilli(since)));
        });
    }

    /** Deletes from the history who held the worker id long ago. The present holder stays. */
    void prune(LeaseKey held) throws SQLException {
        Map<String, Object> values = row(held);
        values.put("retention", settings.holderRetention().toMillis());
        sql.update(statement(PRUNE), values);
    }

    Occupancy occupancy(long ownMillis) throws SQLException {
        SearchWindow range = new SearchWindow(settings.firstWorkerId(), settings.lastWorkerId());
        return sql.query(statement(OCCUPANCY), rows(range, ownMillis), rows -> {
            rows.next();
            return new Occupancy(
                    rows.getLong("held"), rows.getLong("cooling"), Instant.ofEpochMilli(rows.getLong("next_free_ms")));
        });
    }

    List<WorkerStatus> status() throws SQLException {
        return sql.query(statement(STATUS), Map.of("namespace", settings.namespace()), rows -> {
            List<WorkerStatus> workers = new ArrayList<>();
            while (rows.next()) {
                workers.add(status(rows));
            }
            return workers;
        });
    }

    private static WorkerStatus status(ResultSet rows) throws SQLException {
        return new WorkerStatus(
                rows.getLong("worker_id"),
                WorkerStatus.State.of(rows.getString("state")),
                rows.getLong("generation"),
                rows.getString("holder"),
                rows.getString("instance"),
                rows.getString("host"),
                rows.getLong("pid"),
                rows.getString("application"),
                Instant.ofEpochMilli(rows.getLong("acquired_at_ms")),
                Instant.ofEpochMilli(rows.getLong("heartbeat_at_ms")),
                Instant.ofEpochMilli(rows.getLong("expires_at_ms")),
                Instant.ofEpochMilli(rows.getLong("reserved_until_ms")),
                rows.getLong("issued"),
                rows.getLong("clock_skew_ms"));
    }

    private Map<String, Object> layoutValues() {
        SnowflakeLayout ours = settings.layout();
        Map<String, Object> values = new HashMap<>();
        values.put("namespace", settings.namespace());
        values.put("epoch", ours.epoch().toEpochMilli());
        values.put("tick", ours.tick().toMillis());
        values.put("timestampBits", ours.timestampBits());
        values.put("workerBits", ours.workerBits());
        values.put("sequenceBits", ours.sequenceBits());
        values.put("order", ours.order().name());
        return values;
    }

    private Map<String, Object> process() {
        Map<String, Object> values = new HashMap<>();
        values.put("instance", settings.instance());
        values.put("host", settings.host());
        values.put("pid", settings.pid());
        values.put("application", settings.application());
        values.put("ttl", settings.ttl().toMillis());
        return values;
    }

    private Map<String, Object> row(LeaseKey held) {
        Map<String, Object> values = new HashMap<>();
        values.put("namespace", settings.namespace());
        values.put("worker", held.workerId());
        values.put("generation", held.generation());
        values.put("holder", held.holder());
        return values;
    }

    private Map<String, Object> row(LeaseKey held, Fence fence) {
        Map<String, Object> values = row(held);
        values.put("told", fence.acknowledgedMillis());
        values.put("token", fence.request().token());
        values.put("until", fence.request().untilMillis());
        return values;
    }

    private Map<String, Object> rows(SearchWindow window, long ownMillis) {
        Map<String, Object> values = new HashMap<>();
        values.put("namespace", settings.namespace());
        values.put("first", window.first());
        values.put("last", window.last());
        values.put("ownNow", ownMillis);
        return values;
    }
}
