// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/**
 * The statements of the registry, in the SQL that most databases understand. The rules of the protocol are in their
 * conditions: what these refuse cannot happen, whatever the code around them does. A {@link Dialect} changes the few that
 * its database needs in another form, and keeps every condition.
 *
 * <p>Tables go by their shipped names, {@code snowkey_...}. Two clocks are told apart: {@code :dbNow} is the clock of the
 * database, the same throughout a statement, and {@code :ownNow} the one of this process. Both are milliseconds since the
 * Unix epoch, whatever the time zone of the session. Each statement is a transaction of its own.
 */
public enum RegistryStatement {

    /** Inserts the row of the namespace. Does nothing, or violates the primary key, if there is one. */
    FOUND(
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
     * Reads the database's clock and whether the namespace has our layout (null if there is no namespace), and for each
     * worker id of the range that has a row its generation and whether it is eligible: 0 for no, 1 for yes, 2 for yes and
     * last held by this instance. One row without a worker id if there are none. May be out of date when it is used: what
     * is taken is decided by the statement that takes it.
     */
    SURVEY(
            """
            SELECT c.now_ms, c.same_layout, w.worker_id, w.generation,
              CASE WHEN w.expires_at_ms > c.now_ms OR w.reserved_until_ms > :ownNow THEN 0
                WHEN w.instance = :instance THEN 2
                ELSE 1 END AS eligible
            FROM (
              SELECT :dbNow AS now_ms, (
                SELECT CASE WHEN epoch_ms = :epoch AND tick_ms = :tick AND timestamp_bits = :timestampBits
                  AND worker_bits = :workerBits AND sequence_bits = :sequenceBits AND field_order = :order THEN 1 ELSE 0 END
                FROM snowkey_namespace WHERE namespace = :namespace) AS same_layout:fromDual) c
            LEFT JOIN snowkey_worker w ON w.namespace = :namespace AND w.worker_id BETWEEN :first AND :last
            """),

    /** Takes a worker id that has no row: one row affected, or none, or the primary key is violated. */
    CREATE(
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
     * Takes a worker id that has a row, if its generation is still the one seen and it is still eligible: one row affected,
     * or none. Of two that take the same generation, at most one affects a row.
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
     * Writes down who took a worker id, before an id is issued: one row affected, or none if it is not held any more, and the
     * primary key is violated if it is written down. Whoever takes this long is not waited for: the lease has to be fresh.
     */
    RECORD(record("snowkey_worker") + "  AND expires_at_ms > :dbNow"),

    /**
     * The heartbeat: asks the question of {@link Told}. Moves the expiry on, and raises the high-water mark to {@code
     * :until}, unless the clocks differ by too much. One row with {@code heartbeat_at_ms}, the clock of the database,
     * and {@code extended}, 1 if the mark now reaches {@code :until}. No row if the lease is lost, or another process
     * asks under it. The standard has no form for both in one statement, so a dialect adds its own, or has {@link
     * #RENEWED} read it.
     */
    RENEW(renew(":dbNow")),

    /**
     * Reads what {@link #RENEW} has made of the row, in its transaction and only if it affected one, where the answer
     * of a heartbeat travels so ({@link Dialect.RenewalForm#READ_BACK}): one row with {@code heartbeat_at_ms} and
     * {@code extended}. It counts once the commit is acknowledged.
     */
    RENEWED(
            """
            SELECT heartbeat_at_ms, CASE WHEN reserved_until_ms >= :until THEN 1 ELSE 0 END AS extended
            FROM snowkey_worker
            WHERE namespace = :namespace AND worker_id = :worker
            """),

    /**
     * Gives the worker id back, and lowers its high-water mark to {@code :mark}, where the ids really ended. Under the same
     * conditions as {@link #RENEW}: the release of a clone must not lower the mark under the one that lives on.
     */
    RELEASE(
            """
            UPDATE snowkey_worker SET
              holder = NULL, expires_at_ms = :dbNow, reserved_until_ms = :mark, issued = :issued
            WHERE\s"""
                    + mine()),

    /**
     * Puts a lease back into a row that went back to a time before it was acquired, and that nobody holds: one row affected, or
     * none. The mark is what the lease was told.
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

    /** The same for a row that is not there any more, in a namespace of our layout. */
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
     * What a sealed lease does whose heartbeat or release was refused: an acquisition by nobody, if the row knows less than what
     * the lease was told. One row affected is the proof that commits were lost that had been acknowledged, or that a clone of
     * the process gave the worker id back: either its generation went back, or its mark did, or whoever has it now began before
     * {@code :mark}, where the ids of the lease ended. No claim that begins after this overlaps them.
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

    /** The same for a row that is not there any more. */
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
     * Affects one row if a repair cannot know yet whether whoever has the worker id began before {@code :mark}: it took the
     * worker id just now and has not written that down. A write, for a read might be answered by a replica that lags behind.
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
     * For the words of a message only: who has the worker id, and since when, in id time, somebody else had it while the lease
     * went on, as far as the history knows.
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

    /** Forgets who held the worker id under earlier generations, longer ago than the retention. */
    PRUNE(
            """
            DELETE FROM snowkey_holder
            WHERE namespace = :namespace AND worker_id = :worker AND generation < :generation
              AND acquired_at_ms < :dbNow - :retention
            """),

    /** Counts held and cooling worker ids of the range, and says when the next one frees up. */
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

    /** As most databases understand it. */
    public String sql() {
        return sql;
    }

    /** {@link #RECORD}, out of these rows. */
    public static String record(String rows) {
        return """
                INSERT INTO snowkey_holder
                  (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, from_ms)
                SELECT namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, :from
                FROM %s
                WHERE namespace = :namespace AND worker_id = :worker AND holder = :holder
                """
                .formatted(rows);
    }

    /** One row if the namespace has our layout, and no row for the worker id. */
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
     * The condition that the row is the one of a lease, and that no clone of its process has moved the mark: it is no further
     * than what the lease was told, or the question of the lease itself has moved it, whose answer got lost.
     */
    private static String mine() {
        return """
                namespace = :namespace AND worker_id = :worker AND generation = :generation AND holder = :holder
                  AND (reserved_until_ms <= :told OR (beat = :token AND reserved_until_ms <= :until))
                """;
    }

    /**
     * The condition under which a heartbeat raises the mark: the clocks agree, and it goes no further ahead than a clock that
     * agrees can ask for. The second part is for a question that is asked again after a clock that was ahead was set right.
     */
    public static String raising() {
        return "abs(:ownNow - :dbNow) <= :maxSkew AND :until - :dbNow <= :maxAhead";
    }

    /**
     * {@link #RENEW}, with this as the time of the heartbeat: assigned first, while all columns are still as they were. A
     * mark that is lower than what was told has gone back, and is raised in any case.
     */
    public static String renew(String heartbeat) {
        return """
                UPDATE snowkey_worker SET
                  heartbeat_at_ms = %1$s, expires_at_ms = :dbNow + :ttl,
                  beat = CASE WHEN %2$s THEN :token ELSE beat END,
                  reserved_until_ms = greatest(reserved_until_ms, CASE WHEN %2$s THEN :until ELSE :told END),
                  issued = :issued, clock_skew_ms = :estimate - :dbNow
                WHERE %3$s"""
                .formatted(heartbeat, raising(), mine());
    }
}
