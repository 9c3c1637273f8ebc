// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.Dialect.RenewalForm;
import org.jspecify.annotations.Nullable;

/**
 * The two tables and the view, as operations. The rules are in the statements of the {@link Dialect}: what they refuse
 * cannot happen, whatever the code around them does.
 */
final class WorkerTable {

    /** A worker id under a generation: what a lease holds. */
    record Holding(long workerId, long generation, String holder) {}

    /**
     * An answer to a heartbeat.
     *
     * @param databaseMillis the clock of the database
     * @param extended whether the reservation now reaches as far as asked for
     */
    record Renewal(long databaseMillis, boolean extended) {}

    /** How full the range is; {@code nextFree} is the time at which the next worker id frees up unless it is renewed. */
    record Occupancy(long held, long cooling, Instant nextFree) {}

    private final Sql sql;
    private final Settings settings;
    private final RenewalForm renewalForm;
    private final NamedSql found;
    private final NamedSql layout;
    private final NamedSql neighbours;
    private final NamedSql survey;
    private final NamedSql create;
    private final NamedSql take;
    private final @Nullable NamedSql record;
    private final NamedSql renew;
    private final NamedSql release;
    private final NamedSql prune;
    private final NamedSql occupancy;
    private final NamedSql status;

    WorkerTable(Sql sql, Dialect dialect, Settings settings) {
        this.sql = sql.with(dialect.commit());
        this.settings = settings;
        this.renewalForm = dialect.renewal();
        this.found = statement(dialect, dialect.found());
        this.layout = statement(dialect, dialect.layout());
        this.neighbours = NamedSql.of("SELECT namespace FROM " + settings.tablePrefix()
                + "namespace WHERE namespace <> :namespace ORDER BY created_at_ms DESC");
        this.survey = statement(dialect, dialect.survey());
        this.create = statement(dialect, dialect.create());
        this.take = statement(dialect, dialect.take());
        this.record = dialect.record().isEmpty() ? null : statement(dialect, dialect.record());
        this.renew = statement(dialect, dialect.renew());
        this.release = statement(dialect, dialect.release());
        this.prune = statement(dialect, dialect.prune());
        this.occupancy = statement(dialect, dialect.occupancy());
        this.status = statement(dialect, dialect.status());
    }

    private NamedSql statement(Dialect dialect, String text) {
        return NamedSql.of(text.replace("{prefix}", settings.tablePrefix()).replace("{now}", dialect.now()));
    }

    /**
     * Does this work on one connection, which is in hand before it begins: what the work measures does not contain the time that the
     * pool took.
     */
    <T extends @Nullable Object> T connected(Retry.Attempt<T> work) throws SQLException {
        return sql.connected(work);
    }

    /** Founds the namespace with our layout, unless somebody was faster. */
    void found() throws SQLException {
        try {
            sql.update(found, layoutValues());
        } catch (SQLException e) {
            if (!SqlStates.isDuplicateKey(e)) {
                throw e;
            }
        }
    }

    /** Some of the namespaces that there are beside the own one. */
    List<String> neighbours() throws SQLException {
        return sql.query(neighbours, Map.of("namespace", settings.namespace()), rows -> {
            List<String> names = new ArrayList<>();
            while (rows.next() && names.size() < 10) {
                names.add(rows.getString(1));
            }
            return names;
        });
    }

    /** The layout that the namespace was founded with. */
    Optional<SnowflakeLayout> layout() throws SQLException {
        return sql.query(
                layout,
                Map.of("namespace", settings.namespace()),
                rows -> rows.next()
                        ? Optional.of(SnowflakeLayout.builder()
                                .epoch(Instant.ofEpochMilli(rows.getLong("epoch_ms")))
                                .tick(Duration.ofMillis(rows.getLong("tick_ms")))
                                .timestampBits(rows.getInt("timestamp_bits"))
                                .workerBits(rows.getInt("worker_bits"))
                                .sequenceBits(rows.getInt("sequence_bits"))
                                .order(SnowflakeLayout.Order.valueOf(rows.getString("field_order")))
                                .build())
                        : Optional.empty());
    }

    Survey survey(long ownMillis) throws SQLException {
        Map<String, Object> values = range(ownMillis);
        values.putAll(layoutValues());
        values.put("instance", settings.instance());
        return sql.query(survey, values, rows -> {
            long databaseMillis = 0;
            Survey.Layout layout = Survey.Layout.NONE;
            List<Survey.Row> seen = new ArrayList<>();
            while (rows.next()) {
                databaseMillis = rows.getLong("now_ms");
                boolean same = rows.getInt("same_layout") == 1;
                layout = rows.wasNull() ? Survey.Layout.NONE : same ? Survey.Layout.SAME : Survey.Layout.DIFFERENT;
                long workerId = rows.getLong("worker_id");
                if (!rows.wasNull()) {
                    seen.add(new Survey.Row(workerId, rows.getLong("generation"), rows.getInt("eligible")));
                }
            }
            return new Survey(databaseMillis, layout, seen);
        });
    }

    /**
     * Takes a worker id.
     *
     * @param generation the generation seen, 0 if the worker id has no row yet
     * @param ownMillis the own clock
     * @param fromMillis where the claim begins: the own clock, or later
     * @param untilMillis where it ends
     * @param estimate what the own clock will read when the statement arrives
     * @return what is held now, or empty if somebody else was faster
     */
    Optional<Holding> take(
            long workerId,
            long generation,
            String holder,
            long ownMillis,
            long fromMillis,
            long untilMillis,
            long estimate)
            throws SQLException {
        Map<String, Object> values = row(workerId, generation, holder);
        values.put("instance", settings.instance());
        values.put("host", settings.host());
        values.put("pid", settings.pid());
        values.put("application", settings.application());
        values.put("ttl", settings.ttl().toMillis());
        values.put("maxSkew", settings.maxClockSkew().toMillis());
        values.put("now", ownMillis);
        values.put("from", fromMillis);
        values.put("until", untilMillis);
        values.put("estimate", estimate);
        NamedSql statement = generation == 0 ? create : take;
        boolean taken;
        try {
            taken = sql.update(statement, values) == 1;
        } catch (SQLException e) {
            if (!SqlStates.isDuplicateKey(e)) {
                throw e;
            }
            taken = false;
        }
        return taken ? Optional.of(new Holding(workerId, generation + 1, holder)) : Optional.empty();
    }

    /**
     * Writes down who took a worker id, for good; nothing to do where {@link #take} does it.
     *
     * @return whether it is held still
     */
    boolean record(Holding held, long fromMillis) throws SQLException {
        if (record == null) {
            return true;
        }
        Map<String, Object> values = row(held.workerId(), held.generation(), held.holder());
        values.put("from", fromMillis);
        return sql.update(record, values) == 1;
    }

    /** The heartbeat; empty if the worker id is not held any more. */
    Optional<Renewal> renew(Holding held, long ownMillis, long untilMillis, long estimate, long issued)
            throws SQLException {
        Map<String, Object> values = row(held.workerId(), held.generation(), held.holder());
        values.put("ttl", settings.ttl().toMillis());
        values.put("maxSkew", settings.maxClockSkew().toMillis());
        values.put("now", ownMillis);
        values.put("until", untilMillis);
        values.put("estimate", estimate);
        values.put("issued", issued);
        return switch (renewalForm) {
            case RESULT_SET ->
                sql.query(
                        renew,
                        values,
                        rows -> rows.next()
                                ? Optional.of(
                                        new Renewal(rows.getLong("heartbeat_at_ms"), rows.getInt("extended") == 1))
                                : Optional.empty());
            case GENERATED_KEY ->
                sql.updateForKey(renew, values, rows -> {
                    long key = rows.next() ? rows.getLong(1) : 0;
                    return key == 0 ? Optional.empty() : Optional.of(new Renewal(key >> 1, (key & 1) == 1));
                });
        };
    }

    /** Gives the worker id back; false if it was not held any more. */
    boolean release(Holding held, long highWaterMillis, long issued) throws SQLException {
        Map<String, Object> values = row(held.workerId(), held.generation(), held.holder());
        values.put("until", highWaterMillis);
        values.put("issued", issued);
        return sql.update(release, values) == 1;
    }

    /** Forgets who held the worker id long ago; the present holder stays. */
    void prune(Holding held) throws SQLException {
        Map<String, Object> values = row(held.workerId(), held.generation(), held.holder());
        values.put("retention", settings.holderRetention().toMillis());
        sql.update(prune, values);
    }

    Occupancy occupancy(long ownMillis) throws SQLException {
        return sql.query(occupancy, range(ownMillis), rows -> {
            rows.next();
            return new Occupancy(
                    rows.getLong("held"), rows.getLong("cooling"), Instant.ofEpochMilli(rows.getLong("next_free_ms")));
        });
    }

    List<WorkerStatus> status() throws SQLException {
        return sql.query(status, Map.of("namespace", settings.namespace()), rows -> {
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
                WorkerStatus.State.valueOf(rows.getString("state")),
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

    private Map<String, Object> row(long workerId, long generation, String holder) {
        Map<String, Object> values = new HashMap<>();
        values.put("namespace", settings.namespace());
        values.put("worker", workerId);
        values.put("generation", generation);
        values.put("holder", holder);
        return values;
    }

    private Map<String, Object> range(long ownMillis) {
        Map<String, Object> values = new HashMap<>();
        values.put("namespace", settings.namespace());
        values.put("first", settings.firstWorkerId());
        values.put("last", settings.lastWorkerId());
        values.put("now", ownMillis);
        return values;
    }
}
