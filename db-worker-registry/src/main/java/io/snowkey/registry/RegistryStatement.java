// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/**
 * The statements of the registry, in the SQL that most databases understand. The rules of the protocol are in their
 * conditions: what these refuse cannot happen, whatever the code around them does. A {@link Dialect} changes the few
 * statements that its database needs in another form, and keeps every condition.
 *
 * <p>Tables have their shipped names, {@code snowkey_...}. There are two clocks: {@code :dbNow} is the clock of the
 * database, the same throughout a statement, and {@code :ownNow} is the clock of this process. Both are milliseconds
 * since the Unix epoch, whatever the time zone of the session. Each statement is a transaction of its own.
 */
public enum RegistryStatement {

    /** Inserts the row of the namespace. If there is one, does nothing, or violates the primary key. */
    CREATE_NAMESPACE(
            """
            INSERT INTO snowkey_namespace
              (namespace, epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order, created_at_ms)
            VALUES (:namespace, :epoch, :tick, :timestampBits, :workerBits, :sequenceBits, :order, :dbNow)
            """),

    /** Reads the row of the namespace. */
    LAYOUT(
            """
            SELECT epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order
            FROM snowkey_namespace
            WHERE namespace = :namespace
            """),

    /**
     * Reads the clock of the database, the layout of the namespace, and the rows of some worker ids.
     * {@code same_layout} is 1 if the namespace has our layout, 0 if it has another one, and null if there is no
     * namespace. Each worker id of the range that has a row comes with its generation and with {@code preference}: 0 if
     * it cannot be taken, 1 if it can, 2 if it can and this instance held it last. If no worker id has a row, there
     * is one row without a worker id. The answer may be out of date when it is used: the statement that takes a
     * worker id decides.
     */
    CANDIDATES(
            """
            SELECT c.now_ms, c.same_layout, w.worker_id, w.generation,
              CASE WHEN w.expires_at_ms > c.now_ms OR w.reserved_until_ms > :ownNow THEN 0
                WHEN w.instance = :instance THEN 2
                ELSE 1 END AS preference
            FROM (
              SELECT :dbNow AS now_ms, (
                SELECT CASE WHEN epoch_ms = :epoch AND tick_ms = :tick AND timestamp_bits = :timestampBits
                  AND worker_bits = :workerBits AND sequence_bits = :sequenceBits AND field_order = :order THEN 1 ELSE 0 END
                FROM snowkey_namespace WHERE namespace = :namespace) AS same_layout:fromDual) c
            LEFT JOIN snowkey_worker w ON w.namespace = :namespace AND w.worker_id BETWEEN :first AND :last
            """),

    /** Takes a worker id that has no row. One row is affected, or none, or the primary key is violated. */
    TAKE_NEW(
            """
            INSERT INTO snowkey_worker
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms,
              heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms, beat)
            SELECT :namespace, :worker, 1, :holder, :instance, :host, :pid, :application, c.now_ms,
              c.now_ms, c.now_ms + :ttl, :until, 0, :estimate - c.now_ms, NULL
            FROM (SELECT :dbNow AS now_ms:fromDual) c
            WHERE abs(:ownNow - c.now_ms) <= :maxSkew
            """),

    /**
     * Takes a worker id that has a row. Its generation must still be the one seen, and it must still be free. One row
     * is affected, or none. Of two processes that take the same generation, at most one affects a row.
     */
    TAKE(
            """
            UPDATE snowkey_worker SET
              generation = generation + 1, holder = :holder,
              instance = :instance, host = :host, pid = :pid, application = :application,
              acquired_at_ms = :dbNow, heartbeat_at_ms = :dbNow, expires_at_ms = :dbNow + :ttl,
              reserved_until_ms = :until, issued = 0, clock_skew_ms = :estimate - :dbNow, beat = NULL
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation
              AND expires_at_ms <= :dbNow AND reserved_until_ms <= :ownNow AND abs(:ownNow - :dbNow) <= :maxSkew
            """),

    /**
     * Records who took a worker id, before an id is issued. One row is affected, or none if the worker id is not held
     * any more. The primary key is violated if it is recorded already. The lease has to be fresh: once it has
     * expired, no row is affected.
     */
    RECORD_HOLDER(recordHolder("snowkey_worker") + "  AND expires_at_ms > :dbNow"),

    /**
     * The heartbeat, which sends the request of {@link LeaseMark}. It moves the expiry on. It raises the high-water
     * mark to {@code :until}, unless the clocks differ by too much, see {@link #raiseCondition}. Its answer is one row.
     * {@code heartbeat_at_ms} is the clock of the database; {@code extended} is 1 if the mark now reaches
     * {@code :until}. There is no row if the lease is lost, or if a clone of this process has moved the mark. Standard
     * SQL cannot do both in one statement. So a dialect adds its own form, or has {@link #RENEWED} read the answer.
     */
    RENEW(renew(":dbNow")),

    /**
     * Reads the row after {@link #RENEW}, in the same transaction, and only if that affected a row. It is used by
     * dialects with {@link Dialect.RenewalForm#READ_BACK}. Its answer is one row with {@code heartbeat_at_ms} and
     * {@code extended}, which counts once the commit is acknowledged.
     */
    RENEWED(
            """
            SELECT heartbeat_at_ms, CASE WHEN reserved_until_ms >= :until THEN 1 ELSE 0 END AS extended
            FROM snowkey_worker
            WHERE namespace = :namespace AND worker_id = :worker
            """),

    /**
     * Gives the worker id back, and lowers its high-water mark to {@code :mark}, where the ids really ended. It has
     * the same conditions as {@link #RENEW}: the release of a clone must not lower the mark under the one that lives
     * on.
     */
    RELEASE(
            """
            UPDATE snowkey_worker SET
              holder = NULL, expires_at_ms = :dbNow, reserved_until_ms = :mark, issued = :issued
            WHERE\s"""
                    + mine()),

    /**
     * Puts a lease back into a row that went back to a time before it was acquired. This needs a row that nobody
     * holds. One row is affected, or none. The mark becomes at least {@code :told}, what was acknowledged to the lease.
     */
    REINSTALL(
            """
            UPDATE snowkey_worker SET
              generation = :generation, holder = :holder,
              instance = :instance, host = :host, pid = :pid, application = :application,
              acquired_at_ms = :dbNow, heartbeat_at_ms = :dbNow, expires_at_ms = :dbNow + :ttl,
              reserved_until_ms = greatest(reserved_until_ms, :told), issued = :issued, clock_skew_ms = :estimate - :dbNow
            WHERE namespace = :namespace AND worker_id = :worker AND holder IS NULL AND generation < :generation
              AND (reserved_until_ms <= :told OR (beat = :token AND reserved_until_ms <= :until))
            """),

    /** Does the same as {@link #REINSTALL} if the row is missing, in a namespace of our layout. */
    REINSTALL_MISSING(
            """
            INSERT INTO snowkey_worker
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms,
              heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms, beat)
            SELECT n.namespace, :worker, :generation, :holder, :instance, :host, :pid, :application, c.now_ms,
              c.now_ms, c.now_ms + :ttl, :told, :issued, :estimate - c.now_ms, NULL
            FROM\s"""
                    + missing()),

    /**
     * Repairs a row that knows less than a sealed lease was told, as an acquisition by nobody. It runs after a
     * heartbeat or a release was refused. One row affected is a proof: the database lost commits that it had
     * acknowledged, or a clone of the process gave the worker id back. Either the generation of the row went back, or
     * its mark did, or the present holder began before {@code :mark}, where the ids of the lease ended. No claim that
     * begins after this statement overlaps them.
     */
    REPAIR(
            """
            UPDATE snowkey_worker AS w SET
              generation = greatest(generation, :generation) + 1, holder = NULL, beat = NULL,
              expires_at_ms = :dbNow, reserved_until_ms = greatest(reserved_until_ms, :mark)
            WHERE namespace = :namespace AND worker_id = :worker
              AND (generation < :generation OR reserved_until_ms < :mark
                OR (holder IS NOT NULL AND NOT (generation = :generation AND holder = :holder) AND EXISTS (
                  SELECT 1 FROM snowkey_holder x
                  WHERE x.namespace = w.namespace AND x.worker_id = w.worker_id AND x.generation = w.generation
                    AND x.from_ms < :mark)))
            """),

    /** Does the same as {@link #REPAIR} if the row is missing, in a namespace of our layout. */
    REPAIR_MISSING(
            """
            INSERT INTO snowkey_worker
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms,
              heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms, beat)
            SELECT n.namespace, :worker, :generation + 1, NULL, :instance, :host, :pid, :application, c.now_ms,
              c.now_ms, c.now_ms, :mark, 0, 0, NULL
            FROM\s"""
                    + missing()),

    /**
     * Affects one row if a repair cannot know yet whether the present holder began before {@code :mark}. That holder
     * took the worker id just now, and has not recorded that. This is a write, because a replica that lags behind
     * might answer a read.
     */
    UNRECORDED(
            """
            UPDATE snowkey_worker AS w SET issued = issued
            WHERE namespace = :namespace AND worker_id = :worker AND holder IS NOT NULL AND holder <> :holder
              AND expires_at_ms > :dbNow AND heartbeat_at_ms = acquired_at_ms
              AND NOT EXISTS (
                SELECT 1 FROM snowkey_holder x
                WHERE x.namespace = w.namespace AND x.worker_id = w.worker_id AND x.generation = w.generation)
            """),

    /**
     * Reads who has the worker id now, for messages only. As far as the history knows, it also reads since when
     * another process had it while the lease went on, in the time of ids.
     */
    SUCCESSOR(
            """
            SELECT w.generation, w.holder, w.instance, w.host, w.pid,
              (SELECT min(x.from_ms) FROM snowkey_holder x
                WHERE x.namespace = w.namespace AND x.worker_id = w.worker_id
                  AND x.holder <> :holder AND x.from_ms > :from AND x.from_ms < :mark) AS since_ms
            FROM snowkey_worker w
            WHERE w.namespace = :namespace AND w.worker_id = :worker
            """),

    /** Deletes who held the worker id under earlier generations, longer ago than the retention. */
    PRUNE(
            """
            DELETE FROM snowkey_holder
            WHERE namespace = :namespace AND worker_id = :worker AND generation < :generation
              AND acquired_at_ms < :dbNow - :retention
            """),

    /** Counts the held and the cooling worker ids of a range, and says when the next one frees up. */
    OCCUPANCY(
            """
            SELECT
              coalesce(sum(CASE WHEN holder IS NOT NULL AND expires_at_ms > :dbNow THEN 1 ELSE 0 END), 0) AS held,
              coalesce(sum(CASE WHEN holder IS NOT NULL AND expires_at_ms > :dbNow THEN 0
                WHEN reserved_until_ms > :ownNow THEN 1 ELSE 0 END), 0) AS cooling,
              min(greatest(expires_at_ms, reserved_until_ms)) AS next_free_ms
            FROM snowkey_worker
            WHERE namespace = :namespace AND worker_id BETWEEN :first AND :last
            """),

    /** Reads the status view. */
    STATUS(
            """
            SELECT worker_id, state, generation, holder, instance, host, pid, application, acquired_at_ms,
              heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms
            FROM snowkey_worker_status
            WHERE namespace = :namespace
            ORDER BY worker_id
            """);

    private final String sql;

    RegistryStatement(String sql) {
        this.sql = sql;
    }

    /** The statement as most databases understand it. */
    public String sql() {
        return sql;
    }

    /** The text of {@link #RECORD_HOLDER}, without its last condition, reading from these rows. */
    public static String recordHolder(String rows) {
        return """
                INSERT INTO snowkey_holder
                  (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, from_ms)
                SELECT namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, :from
                FROM %s
                WHERE namespace = :namespace AND worker_id = :worker AND holder = :holder
                """
                .formatted(rows);
    }

    /** A FROM clause with one row if the namespace has our layout and the worker id has no row. */
    private static String missing() {
        return """
                snowkey_namespace n CROSS JOIN (SELECT :dbNow AS now_ms:fromDual) c
                WHERE n.namespace = :namespace AND n.epoch_ms = :epoch AND n.tick_ms = :tick
                  AND n.timestamp_bits = :timestampBits AND n.worker_bits = :workerBits
                  AND n.sequence_bits = :sequenceBits AND n.field_order = :order
                  AND NOT EXISTS (SELECT 1 FROM snowkey_worker x
                    WHERE x.namespace = n.namespace AND x.worker_id = :worker)
                """;
    }

    /**
     * The condition that a row belongs to a lease, and that no clone has moved the mark. The mark is no further than
     * what was acknowledged to the lease ({@code :told}). Or the request of the lease itself has moved it, and the
     * answer got lost.
     */
    private static String mine() {
        return """
                namespace = :namespace AND worker_id = :worker AND generation = :generation AND holder = :holder
                  AND (reserved_until_ms <= :told OR (beat = :token AND reserved_until_ms <= :until))
                """;
    }

    /**
     * The condition under which a heartbeat raises the mark. The clocks agree, and the new mark is no further ahead
     * than a clock that agrees can ask for. The second part matters if a clock was ahead, was set right, and the
     * request is repeated.
     */
    public static String raiseCondition() {
        return "abs(:ownNow - :dbNow) <= :maxSkew AND :until - :dbNow <= :maxAhead";
    }

    /**
     * The text of {@link #RENEW}, with an expression for the time of the heartbeat. That column is assigned first,
     * while all columns still have their old values. A mark that is lower than what the lease was told has gone back,
     * and is raised in any case.
     */
    public static String renew(String heartbeat) {
        return """
                UPDATE snowkey_worker SET
                  heartbeat_at_ms = %1$s, expires_at_ms = :dbNow + :ttl,
                  beat = CASE WHEN %2$s THEN :token ELSE beat END,
                  reserved_until_ms = greatest(reserved_until_ms, CASE WHEN %2$s THEN :until ELSE :told END),
                  issued = :issued, clock_skew_ms = :estimate - :dbNow
                WHERE %3$s"""
                .formatted(heartbeat, raiseCondition(), mine());
    }
}
