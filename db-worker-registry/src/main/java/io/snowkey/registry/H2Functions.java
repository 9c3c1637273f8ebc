// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

import io.snowkey.SnowflakeLayout;
import io.snowkey.SnowflakeLayout.Order;
import org.jspecify.annotations.Nullable;

/**
 * The Java side of the SQL functions that the script {@code functions/h2} creates. They make keys for rows that are
 * inserted in SQL, and read keys. H2 calls this class. Java code should use {@link JdbcWorkerRegistry} instead. H2
 * looks for this class in the JVM of the database, so an H2 server needs this jar on its class path.
 *
 * <p>Thread-safe. Every method throws an {@link SQLException} for a namespace that does not exist, and for a failure
 * of the database.
 */
public final class H2Functions {

    /** A time that is never reached: the end of the year 9999. A worker id out of service has the same. */
    private static final long ENDLESS = 253402300799000L;

    /** The longest wait of a call for the clock, and the longest tick. */
    private static final long LONGEST_WAIT_MILLIS = 1000;

    private static final Object LOCK = new Object();
    private static final InstantSource CLOCK = InstantSource.system();

    private H2Functions() {}

    /** The row of a writer: the worker id that SQL holds in a namespace. */
    private record Writer(long workerId, String holder, String mark, long floorTick, SnowflakeLayout layout) {}

    /**
     * The next key. A sequence of H2 counts the points. H2 never rolls a sequence back, and no transaction waits for
     * it. A key is never earlier than the clock. If the clock went back, keys go on from the last one. If there are
     * more keys than the ticks have room for, the call waits for the clock, 1 s at most.
     *
     * @throws SQLException if SQL holds no worker id in the namespace, or if the registry does not know of it any
     *     more
     */
    public static long nextId(Connection connection, String namespace) throws SQLException {
        Writer writer = held(connection, namespace);
        SnowflakeLayout layout = writer.layout();
        int bits = layout.sequenceBits();
        long nowMillis;
        long nowTick;
        long point;
        synchronized (LOCK) {
            nowMillis = CLOCK.millis();
            nowTick = Math.max(
                    writer.floorTick(),
                    Math.floorDiv(
                            nowMillis - layout.epoch().toEpochMilli(),
                            layout.tick().toMillis()));
            requireWithin(layout, nowTick, namespace);
            point = following(connection, writer, namespace);
            if (point >>> bits < nowTick) {
                point = nowTick << bits;
                run(connection, "ALTER SEQUENCE " + writer.mark() + " RESTART WITH " + (point + 1));
            }
        }
        long tick = point >>> bits;
        requireWithin(layout, tick, namespace);
        long sequence = point & layout.maxSequence();
        await(layout, tick, sequence, nowMillis);
        long timestamp = tick << (layout.workerBits() + bits);
        return layout.order() == Order.WORKER_SEQUENCE
                ? timestamp | (writer.workerId() << bits) | sequence
                : timestamp | (sequence << layout.workerBits()) | writer.workerId();
    }

    private static long following(Connection connection, Writer writer, String namespace) throws SQLException {
        try {
            return number(connection, "SELECT NEXT VALUE FOR " + writer.mark());
        } catch (SQLException e) {
            throw new SQLException(
                    "The SQL writer of the namespace '" + namespace
                            + "' was stopped. Try again in a new transaction, or"
                            + " run: CALL snowkey_start_sql_writer('" + namespace + "')",
                    e);
        }
    }

    private static void requireWithin(SnowflakeLayout layout, long tick, String namespace) throws SQLException {
        if (tick >>> layout.timestampBits() != 0) {
            throw new SQLException("The timestamps of the namespace '" + namespace + "' are used up");
        }
    }

    /**
     * Waits until the clock reaches the tick of the key. If that is more than 1 s away, the clock went back. Then the
     * first key of each tick waits for as long as a tick takes. An interrupt ends the wait.
     */
    private static void await(SnowflakeLayout layout, long tick, long sequence, long nowMillis) {
        long tickMillis = layout.tick().toMillis();
        long ahead = layout.epoch().toEpochMilli() + tick * tickMillis - nowMillis;
        long pause = ahead <= LONGEST_WAIT_MILLIS ? ahead : sequence == 0 ? tickMillis : 0;
        long began = System.nanoTime();
        long nanos = Duration.ofMillis(Math.max(0, pause)).toNanos();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - began)) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            LockSupport.parkNanos(left);
        }
    }

    /**
     * Takes a worker id for SQL from all worker ids of the layout, see
     * {@link #startSqlWriter(Connection, String, long, Long)}.
     */
    public static long startSqlWriter(Connection connection, String namespace) throws SQLException {
        return startSqlWriter(connection, namespace, 0, null);
    }

    /**
     * Takes a worker id for SQL for good, by the same rules as a JVM. If SQL has one already, nothing changes. It
     * commits.
     *
     * @param first the first worker id of the range
     * @param last the last one, or null for the largest of the layout
     * @return the worker id
     * @throws SQLException if no worker id of the range is free, or if SQL cannot make the keys of the layout
     */
    public static long startSqlWriter(Connection connection, String namespace, long first, @Nullable Long last)
            throws SQLException {
        SnowflakeLayout layout = layout(connection, namespace);
        if (layout.tick().toMillis() > LONGEST_WAIT_MILLIS) {
            throw new SQLException("The namespace '" + namespace + "' has ticks of "
                    + layout.tick().toMillis()
                    + " ms: at most 1000 for keys from SQL, which wait for the next tick");
        }
        long lastWorkerId = last == null ? layout.maxWorkerId() : last;
        if (first < 0 || first > lastWorkerId || lastWorkerId > layout.maxWorkerId()) {
            throw new SQLException("Worker ids " + first + " to " + lastWorkerId + ": must be a range within 0 to "
                    + layout.maxWorkerId());
        }
        synchronized (LOCK) {
            Writer old = writer(connection, namespace);
            if (old != null && isHeld(connection, namespace, old) && exists(connection, old.mark())) {
                return old.workerId();
            }
            stop(connection, namespace);
            String token = UUID.randomUUID().toString().replace("-", "");
            String mark = "snowkey_sql_mark_" + token;
            run(connection, "CREATE SEQUENCE " + mark + " START WITH 0 MINVALUE 0");
            for (int tries = 0; tries < 20; tries++) {
                Writer taken = take(connection, namespace, layout, first, lastWorkerId, "sql-" + token, mark);
                if (taken != null) {
                    connection.commit();
                    return taken.workerId();
                }
                connection.rollback();
            }
        }
        throw new SQLException("Others were faster with every worker id that was free. Try again", "40001");
    }

    private static @Nullable Writer take(
            Connection connection,
            String namespace,
            SnowflakeLayout layout,
            long first,
            long last,
            String holder,
            String mark)
            throws SQLException {
        long now = CLOCK.millis();
        long epoch = layout.epoch().toEpochMilli();
        long tick = layout.tick().toMillis();
        if (now < epoch || now >= layout.exhaustedAt().toEpochMilli()) {
            throw new SQLException(
                    "The clock of the database is outside the time of the layout of the namespace '" + namespace + "'");
        }
        long workerId;
        long generation;
        try (PreparedStatement query = prepared(
                        connection,
                        """
                        SELECT i.x, r.generation FROM SYSTEM_RANGE(?, ?) i
                        LEFT JOIN snowkey_worker r ON r.namespace = ? AND r.worker_id = i.x
                        WHERE r.worker_id IS NULL OR (r.expires_at_ms <= ? AND r.reserved_until_ms <= ?)
                        ORDER BY CASE WHEN r.instance = 'sql' THEN 0 ELSE 1 END, RAND() FETCH FIRST ROW ONLY
                        """,
                        first,
                        Math.min(last, first + 65535),
                        namespace,
                        now,
                        now);
                ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("No worker id from " + first + " to " + last + " of the namespace '" + namespace
                        + "' is free. The view snowkey_worker_status says who has them, and until when those rest that"
                        + " nobody has");
            }
            workerId = rows.getLong(1);
            generation = rows.getLong(2);
        }
        int taken = generation == 0
                ? update(
                        connection,
                        """
                        INSERT INTO snowkey_worker (namespace, worker_id, generation, holder, instance, host, pid,
                          application, acquired_at_ms, heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued,
                          clock_skew_ms)
                        SELECT ?, ?, 1, ?, 'sql', 'database', 0, DATABASE(), ?, ?, ?, ?, 0, 0
                        WHERE NOT EXISTS (SELECT 1 FROM snowkey_worker WHERE namespace = ? AND worker_id = ?)
                        """,
                        namespace,
                        workerId,
                        holder,
                        now,
                        now,
                        ENDLESS,
                        ENDLESS,
                        namespace,
                        workerId)
                : update(
                        connection,
                        """
                        UPDATE snowkey_worker SET generation = generation + 1, holder = ?, instance = 'sql',
                          host = 'database', pid = 0, application = DATABASE(), acquired_at_ms = ?, heartbeat_at_ms = ?,
                          expires_at_ms = ?, reserved_until_ms = ?, issued = 0, clock_skew_ms = 0, beat = NULL
                        WHERE namespace = ? AND worker_id = ? AND generation = ?
                          AND expires_at_ms <= ? AND reserved_until_ms <= ?
                        """,
                        holder,
                        now,
                        now,
                        ENDLESS,
                        ENDLESS,
                        namespace,
                        workerId,
                        generation,
                        now,
                        now);
        if (taken == 0) {
            return null;
        }
        update(
                connection,
                """
                INSERT INTO snowkey_holder (namespace, worker_id, generation, holder, instance, host, pid, application,
                  acquired_at_ms, from_ms)
                SELECT namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms,
                  acquired_at_ms
                FROM snowkey_worker WHERE namespace = ? AND worker_id = ?
                """,
                namespace,
                workerId);
        long floor = -Math.floorDiv(epoch - now, tick);
        update(
                connection,
                "INSERT INTO snowkey_sql_writer (namespace, worker_id, holder, mark, floor_tick) VALUES (?, ?, ?, ?, ?)",
                namespace,
                workerId,
                holder,
                mark,
                floor);
        return new Writer(workerId, holder, mark, floor, layout);
    }

    /**
     * Stops the keys of SQL in a namespace, and gives its worker id back. It commits.
     *
     * @return 1, or 0 if SQL had no worker id
     */
    public static int stopSqlWriter(Connection connection, String namespace) throws SQLException {
        synchronized (LOCK) {
            return stop(connection, namespace);
        }
    }

    private static int stop(Connection connection, String namespace) throws SQLException {
        Writer writer = writer(connection, namespace);
        if (writer == null) {
            return 0;
        }
        SnowflakeLayout layout = writer.layout();
        long now = CLOCK.millis();
        long hourAhead = now + Duration.ofHours(1).toMillis();
        long end = hourAhead; // without the sequence, nobody knows where the keys end
        if (exists(connection, writer.mark())) {
            long point = number(connection, "SELECT NEXT VALUE FOR " + writer.mark());
            long tick = Math.max(writer.floorTick(), ((point - 1) >> layout.sequenceBits()) + 1);
            end = layout.epoch().toEpochMilli() + tick * layout.tick().toMillis();
            run(connection, "DROP SEQUENCE " + writer.mark());
        }
        int given = update(
                connection,
                """
                UPDATE snowkey_worker SET holder = NULL, beat = NULL, expires_at_ms = ?, reserved_until_ms = ?
                WHERE namespace = ? AND worker_id = ? AND holder = ?
                """,
                now,
                end,
                namespace,
                writer.workerId(),
                writer.holder());
        if (given == 0) {
            settle(connection, namespace, writer, now, end, Math.max(end, hourAhead));
        }
        update(connection, "DELETE FROM snowkey_sql_writer WHERE namespace = ?", namespace);
        connection.commit();
        return 1;
    }

    /**
     * Makes sure that no claim begins among the keys of a writer whose row was taken away. A row with an endless mark
     * does not show what other processes were told, so the worker id rests for longer than reservations are.
     */
    private static void settle(Connection connection, String namespace, Writer writer, long now, long end, long later)
            throws SQLException {
        update(
                connection,
                """
                UPDATE snowkey_worker r SET generation = generation + 1, holder = NULL, beat = NULL, expires_at_ms = ?,
                  reserved_until_ms = CASE reserved_until_ms WHEN ? THEN ? ELSE greatest(reserved_until_ms, ?) END
                WHERE namespace = ? AND worker_id = ?
                  AND (reserved_until_ms < ? OR reserved_until_ms = ? OR (holder IS NOT NULL AND EXISTS (
                    SELECT 1 FROM snowkey_holder h
                    WHERE h.namespace = r.namespace AND h.worker_id = r.worker_id AND h.generation = r.generation
                      AND h.from_ms < ?)))
                """,
                now,
                ENDLESS,
                later,
                end,
                namespace,
                writer.workerId(),
                end,
                ENDLESS,
                end);
        update(
                connection,
                """
                INSERT INTO snowkey_worker (namespace, worker_id, generation, holder, instance, host, pid, application,
                  acquired_at_ms, heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms)
                SELECT n.namespace, ?, 1, NULL, 'sql', 'database', 0, DATABASE(), ?, ?, ?, ?, 0, 0
                FROM snowkey_namespace n WHERE n.namespace = ? AND NOT EXISTS (
                  SELECT 1 FROM snowkey_worker x WHERE x.namespace = n.namespace AND x.worker_id = ?)
                """,
                writer.workerId(),
                now,
                now,
                now,
                later,
                namespace,
                writer.workerId());
    }

    /** The smallest key whose time is this one or later, see {@link SnowflakeLayout#firstId}. */
    public static long firstId(Connection connection, String namespace, OffsetDateTime time) throws SQLException {
        return layout(connection, namespace).firstId(time.toInstant());
    }

    /**
     * The time at which a key was made: the beginning of its tick.
     *
     * @throws SQLException also if the key is of another layout
     */
    public static OffsetDateTime madeAt(Connection connection, String namespace, long id) throws SQLException {
        return layout(connection, namespace).decode(id).instant().atOffset(ZoneOffset.UTC);
    }

    /**
     * The worker id in a key.
     *
     * @throws SQLException also if the key is of another layout
     */
    public static long workerOf(Connection connection, String namespace, long id) throws SQLException {
        return layout(connection, namespace).decode(id).workerId();
    }

    private static Writer held(Connection connection, String namespace) throws SQLException {
        Writer writer = writer(connection, namespace);
        if (writer == null || !isHeld(connection, namespace, writer)) {
            throw new SQLException("SQL holds no worker id in the namespace '" + namespace + "'"
                    + (writer == null ? "" : ". It held one, and the registry does not know of it any more")
                    + ". Run: CALL snowkey_start_sql_writer('" + namespace + "')");
        }
        return writer;
    }

    private static boolean isHeld(Connection connection, String namespace, Writer writer) throws SQLException {
        try (PreparedStatement query = prepared(
                        connection,
                        "SELECT 1 FROM snowkey_worker WHERE namespace = ? AND worker_id = ? AND holder = ?",
                        namespace,
                        writer.workerId(),
                        writer.holder());
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    private static @Nullable Writer writer(Connection connection, String namespace) throws SQLException {
        try (PreparedStatement query = prepared(
                        connection,
                        "SELECT worker_id, holder, mark, floor_tick FROM snowkey_sql_writer WHERE namespace = ?",
                        namespace);
                ResultSet rows = query.executeQuery()) {
            return rows.next()
                    ? new Writer(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getLong(4),
                            layout(connection, namespace))
                    : null;
        }
    }

    private static SnowflakeLayout layout(Connection connection, String namespace) throws SQLException {
        try (PreparedStatement query = prepared(
                        connection,
                        """
                        SELECT epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order
                        FROM snowkey_namespace WHERE namespace = ?
                        """,
                        namespace);
                ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("There is no namespace '" + namespace
                        + "'. Its first process founds it, with its layout: start one, or put the layout into"
                        + " snowkey_namespace");
            }
            return SnowflakeLayout.builder()
                    .epoch(Instant.ofEpochMilli(rows.getLong(1)))
                    .tick(Duration.ofMillis(rows.getLong(2)))
                    .timestampBits(rows.getInt(3))
                    .workerBits(rows.getInt(4))
                    .sequenceBits(rows.getInt(5))
                    .order(Order.valueOf(rows.getString(6)))
                    .build();
        }
    }

    private static boolean exists(Connection connection, String sequence) throws SQLException {
        try (PreparedStatement query = prepared(
                        connection,
                        "SELECT 1 FROM information_schema.sequences WHERE sequence_schema = CURRENT_SCHEMA"
                                + " AND upper(sequence_name) = upper(?)",
                        sequence);
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement query = prepared(connection, sql);
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        update(connection, sql);
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
