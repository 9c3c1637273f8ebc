// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.Map;

import static java.util.Map.entry;

/**
 * The first version of the library as the database sees it: its statements to the letter, but for the names of the
 * clocks and of one column. What it has no statement for is one that affects no row.
 */
record FirstVersion(Dialect present, Map<RegistryStatement, String> statements) implements Dialect {

    static Dialect of(String product) {
        Dialect present = Dialects.of(product);
        return new FirstVersion(
                present,
                switch (product) {
                    case "PostgreSQL" -> POSTGRESQL;
                    case "H2" -> H2;
                    default -> MYSQL;
                });
    }

    @Override
    public List<String> products() {
        return present.products();
    }

    @Override
    public String clock() {
        return present.clock();
    }

    @Override
    public boolean recordsWhileTaking() {
        return present.recordsWhileTaking();
    }

    @Override
    public String durability() {
        return present.durability();
    }

    @Override
    public RenewalForm renewal() {
        return present.renewal();
    }

    @Override
    public Commit commit() {
        return present.commit();
    }

    @Override
    public String sql(RegistryStatement statement) {
        String sql = statements.getOrDefault(statement, "DELETE FROM snowkey_holder WHERE 1 = 0");
        // What the present version calls otherwise.
        return statement == RegistryStatement.RELEASE ? sql.replace(":until", ":mark") : sql;
    }

    private static final Map<RegistryStatement, String> POSTGRESQL = Map.ofEntries(
            entry(
                    RegistryStatement.CREATE_NAMESPACE,
                    """
            INSERT INTO snowkey_namespace
              (namespace, epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order, created_at_ms)
            VALUES (:namespace, :epoch, :tick, :timestampBits, :workerBits, :sequenceBits, :order, :dbNow)
            ON CONFLICT DO NOTHING
            """),
            entry(
                    RegistryStatement.LAYOUT,
                    """
            SELECT epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order
            FROM snowkey_namespace
            WHERE namespace = :namespace
            """),
            entry(
                    RegistryStatement.CANDIDATES,
                    """
            SELECT c.now_ms, c.same_layout, w.worker_id, w.generation,
              CASE WHEN w.expires_at_ms > c.now_ms OR w.reserved_until_ms > :ownNow THEN 0
                WHEN w.instance = :instance THEN 2
                ELSE 1 END AS preference
            FROM (
              SELECT :dbNow AS now_ms, (
                SELECT CASE WHEN epoch_ms = :epoch AND tick_ms = :tick AND timestamp_bits = :timestampBits
                  AND worker_bits = :workerBits AND sequence_bits = :sequenceBits AND field_order = :order THEN 1 ELSE 0 END
                FROM snowkey_namespace WHERE namespace = :namespace) AS same_layout) c
            LEFT JOIN snowkey_worker w ON w.namespace = :namespace AND w.worker_id BETWEEN :first AND :last
            """),
            entry(
                    RegistryStatement.TAKE_NEW,
                    """
            WITH taken AS (
              INSERT INTO snowkey_worker
                (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms,
                heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms)
              SELECT :namespace, :worker, 1, :holder, :instance, :host, :pid, :application, c.now_ms,
                c.now_ms, c.now_ms + :ttl, :until, 0, :estimate - c.now_ms
              FROM (SELECT :dbNow AS now_ms) c
              WHERE abs(:ownNow - c.now_ms) <= :maxSkew
              ON CONFLICT DO NOTHING
              RETURNING *)
            INSERT INTO snowkey_holder
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, from_ms)
            SELECT namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, :from
            FROM taken
            """),
            entry(
                    RegistryStatement.TAKE,
                    """
            WITH taken AS (
              UPDATE snowkey_worker SET
                generation = generation + 1, holder = :holder,
                instance = :instance, host = :host, pid = :pid, application = :application,
                acquired_at_ms = :dbNow, heartbeat_at_ms = :dbNow, expires_at_ms = :dbNow + :ttl,
                reserved_until_ms = :until, issued = 0, clock_skew_ms = :estimate - :dbNow
              WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation
                AND expires_at_ms <= :dbNow AND reserved_until_ms <= :ownNow AND abs(:ownNow - :dbNow) <= :maxSkew
              RETURNING *)
            INSERT INTO snowkey_holder
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, from_ms)
            SELECT namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, :from
            FROM taken
            """),
            entry(RegistryStatement.RECORD_HOLDER, "UPDATE snowkey_worker SET issued = issued WHERE 1 = 0"),
            entry(
                    RegistryStatement.RENEW,
                    """
            UPDATE snowkey_worker SET
              reserved_until_ms =
                CASE WHEN abs(:ownNow - :dbNow) <= :maxSkew THEN greatest(reserved_until_ms, :until)
                  ELSE reserved_until_ms END,
              heartbeat_at_ms = :dbNow, expires_at_ms = :dbNow + :ttl,
              issued = :issued, clock_skew_ms = :estimate - :dbNow
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation AND holder = :holder
            RETURNING heartbeat_at_ms, CASE WHEN reserved_until_ms >= :until THEN 1 ELSE 0 END AS extended
            """),
            entry(
                    RegistryStatement.RELEASE,
                    """
            UPDATE snowkey_worker SET
              holder = NULL, expires_at_ms = :dbNow, reserved_until_ms = :until, issued = :issued
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation AND holder = :holder
            """),
            entry(
                    RegistryStatement.PRUNE,
                    """
            DELETE FROM snowkey_holder
            WHERE namespace = :namespace AND worker_id = :worker AND generation < :generation
              AND acquired_at_ms < :dbNow - :retention
            """),
            entry(
                    RegistryStatement.OCCUPANCY,
                    """
            SELECT
              coalesce(sum(CASE WHEN holder IS NOT NULL AND expires_at_ms > :dbNow THEN 1 ELSE 0 END), 0) AS held,
              coalesce(sum(CASE WHEN holder IS NOT NULL AND expires_at_ms > :dbNow THEN 0
                WHEN reserved_until_ms > :ownNow THEN 1 ELSE 0 END), 0) AS cooling,
              min(greatest(expires_at_ms, reserved_until_ms)) AS next_free_ms
            FROM snowkey_worker
            WHERE namespace = :namespace AND worker_id BETWEEN :first AND :last
            """),
            entry(
                    RegistryStatement.STATUS,
                    """
            SELECT worker_id, state, generation, holder, instance, host, pid, application, acquired_at_ms,
              heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms
            FROM snowkey_worker_status
            WHERE namespace = :namespace
            ORDER BY worker_id
            """));

    private static final Map<RegistryStatement, String> MYSQL = Map.ofEntries(
            entry(
                    RegistryStatement.CREATE_NAMESPACE,
                    """
            INSERT INTO snowkey_namespace
              (namespace, epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order, created_at_ms)
            VALUES (:namespace, :epoch, :tick, :timestampBits, :workerBits, :sequenceBits, :order, :dbNow)
            """),
            entry(
                    RegistryStatement.LAYOUT,
                    """
            SELECT epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order
            FROM snowkey_namespace
            WHERE namespace = :namespace
            """),
            entry(
                    RegistryStatement.CANDIDATES,
                    """
            SELECT c.now_ms, c.same_layout, w.worker_id, w.generation,
              CASE WHEN w.expires_at_ms > c.now_ms OR w.reserved_until_ms > :ownNow THEN 0
                WHEN w.instance = :instance THEN 2
                ELSE 1 END AS preference
            FROM (
              SELECT :dbNow AS now_ms, (
                SELECT CASE WHEN epoch_ms = :epoch AND tick_ms = :tick AND timestamp_bits = :timestampBits
                  AND worker_bits = :workerBits AND sequence_bits = :sequenceBits AND field_order = :order THEN 1 ELSE 0 END
                FROM snowkey_namespace WHERE namespace = :namespace) AS same_layout) c
            LEFT JOIN snowkey_worker w ON w.namespace = :namespace AND w.worker_id BETWEEN :first AND :last
            """),
            entry(
                    RegistryStatement.TAKE_NEW,
                    """
            INSERT INTO snowkey_worker
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms,
              heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms)
            SELECT :namespace, :worker, 1, :holder, :instance, :host, :pid, :application, c.now_ms,
              c.now_ms, c.now_ms + :ttl, :until, 0, :estimate - c.now_ms
            FROM (SELECT :dbNow AS now_ms) c
            WHERE abs(:ownNow - c.now_ms) <= :maxSkew
            """),
            entry(
                    RegistryStatement.TAKE,
                    """
            UPDATE snowkey_worker SET
              generation = generation + 1, holder = :holder,
              instance = :instance, host = :host, pid = :pid, application = :application,
              acquired_at_ms = :dbNow, heartbeat_at_ms = :dbNow, expires_at_ms = :dbNow + :ttl,
              reserved_until_ms = :until, issued = 0, clock_skew_ms = :estimate - :dbNow
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation
              AND expires_at_ms <= :dbNow AND reserved_until_ms <= :ownNow AND abs(:ownNow - :dbNow) <= :maxSkew
            """),
            entry(
                    RegistryStatement.RECORD_HOLDER,
                    """
            INSERT INTO snowkey_holder
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, from_ms)
            SELECT namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, :from
            FROM snowkey_worker
            WHERE namespace = :namespace AND worker_id = :worker AND holder = :holder
            """),
            entry(
                    RegistryStatement.RENEW,
                    """
            UPDATE snowkey_worker SET
              reserved_until_ms =
                CASE WHEN abs(:ownNow - :dbNow) <= :maxSkew THEN greatest(reserved_until_ms, :until)
                  ELSE reserved_until_ms END,
              heartbeat_at_ms =
                LAST_INSERT_ID(:dbNow * 2 + CASE WHEN reserved_until_ms >= :until THEN 1 ELSE 0 END) DIV 2,
              expires_at_ms = :dbNow + :ttl,
              issued = :issued, clock_skew_ms = :estimate - :dbNow
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation AND holder = :holder
            """),
            entry(
                    RegistryStatement.RELEASE,
                    """
            UPDATE snowkey_worker SET
              holder = NULL, expires_at_ms = :dbNow, reserved_until_ms = :until, issued = :issued
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation AND holder = :holder
            """),
            entry(
                    RegistryStatement.PRUNE,
                    """
            DELETE FROM snowkey_holder
            WHERE namespace = :namespace AND worker_id = :worker AND generation < :generation
              AND acquired_at_ms < :dbNow - :retention
            """),
            entry(
                    RegistryStatement.OCCUPANCY,
                    """
            SELECT
              coalesce(sum(CASE WHEN holder IS NOT NULL AND expires_at_ms > :dbNow THEN 1 ELSE 0 END), 0) AS held,
              coalesce(sum(CASE WHEN holder IS NOT NULL AND expires_at_ms > :dbNow THEN 0
                WHEN reserved_until_ms > :ownNow THEN 1 ELSE 0 END), 0) AS cooling,
              min(greatest(expires_at_ms, reserved_until_ms)) AS next_free_ms
            FROM snowkey_worker
            WHERE namespace = :namespace AND worker_id BETWEEN :first AND :last
            """),
            entry(
                    RegistryStatement.STATUS,
                    """
            SELECT worker_id, state, generation, holder, instance, host, pid, application, acquired_at_ms,
              heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms
            FROM snowkey_worker_status
            WHERE namespace = :namespace
            ORDER BY worker_id
            """));

    private static final Map<RegistryStatement, String> H2 = Map.ofEntries(
            entry(
                    RegistryStatement.CREATE_NAMESPACE,
                    """
            INSERT INTO snowkey_namespace
              (namespace, epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order, created_at_ms)
            VALUES (:namespace, :epoch, :tick, :timestampBits, :workerBits, :sequenceBits, :order, :dbNow)
            """),
            entry(
                    RegistryStatement.LAYOUT,
                    """
            SELECT epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order
            FROM snowkey_namespace
            WHERE namespace = :namespace
            """),
            entry(
                    RegistryStatement.CANDIDATES,
                    """
            SELECT c.now_ms, c.same_layout, w.worker_id, w.generation,
              CASE WHEN w.expires_at_ms > c.now_ms OR w.reserved_until_ms > :ownNow THEN 0
                WHEN w.instance = :instance THEN 2
                ELSE 1 END AS preference
            FROM (
              SELECT :dbNow AS now_ms, (
                SELECT CASE WHEN epoch_ms = :epoch AND tick_ms = :tick AND timestamp_bits = :timestampBits
                  AND worker_bits = :workerBits AND sequence_bits = :sequenceBits AND field_order = :order THEN 1 ELSE 0 END
                FROM snowkey_namespace WHERE namespace = :namespace) AS same_layout) c
            LEFT JOIN snowkey_worker w ON w.namespace = :namespace AND w.worker_id BETWEEN :first AND :last
            """),
            entry(
                    RegistryStatement.TAKE_NEW,
                    """
            INSERT INTO snowkey_worker
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms,
              heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms)
            SELECT :namespace, :worker, 1, :holder, :instance, :host, :pid, :application, c.now_ms,
              c.now_ms, c.now_ms + :ttl, :until, 0, :estimate - c.now_ms
            FROM (SELECT :dbNow AS now_ms) c
            WHERE abs(:ownNow - c.now_ms) <= :maxSkew
            """),
            entry(
                    RegistryStatement.TAKE,
                    """
            UPDATE snowkey_worker SET
              generation = generation + 1, holder = :holder,
              instance = :instance, host = :host, pid = :pid, application = :application,
              acquired_at_ms = :dbNow, heartbeat_at_ms = :dbNow, expires_at_ms = :dbNow + :ttl,
              reserved_until_ms = :until, issued = 0, clock_skew_ms = :estimate - :dbNow
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation
              AND expires_at_ms <= :dbNow AND reserved_until_ms <= :ownNow AND abs(:ownNow - :dbNow) <= :maxSkew
            """),
            entry(
                    RegistryStatement.RECORD_HOLDER,
                    """
            INSERT INTO snowkey_holder
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, from_ms)
            SELECT namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, :from
            FROM snowkey_worker
            WHERE namespace = :namespace AND worker_id = :worker AND holder = :holder
            """),
            entry(
                    RegistryStatement.RENEW,
                    """
            SELECT heartbeat_at_ms, CASE WHEN reserved_until_ms >= :until THEN 1 ELSE 0 END AS extended
            FROM FINAL TABLE (UPDATE snowkey_worker SET
              reserved_until_ms =
                CASE WHEN abs(:ownNow - :dbNow) <= :maxSkew THEN greatest(reserved_until_ms, :until)
                  ELSE reserved_until_ms END,
              heartbeat_at_ms = :dbNow, expires_at_ms = :dbNow + :ttl,
              issued = :issued, clock_skew_ms = :estimate - :dbNow
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation AND holder = :holder)
            """),
            entry(
                    RegistryStatement.RELEASE,
                    """
            UPDATE snowkey_worker SET
              holder = NULL, expires_at_ms = :dbNow, reserved_until_ms = :until, issued = :issued
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation AND holder = :holder
            """),
            entry(
                    RegistryStatement.PRUNE,
                    """
            DELETE FROM snowkey_holder
            WHERE namespace = :namespace AND worker_id = :worker AND generation < :generation
              AND acquired_at_ms < :dbNow - :retention
            """),
            entry(
                    RegistryStatement.OCCUPANCY,
                    """
            SELECT
              coalesce(sum(CASE WHEN holder IS NOT NULL AND expires_at_ms > :dbNow THEN 1 ELSE 0 END), 0) AS held,
              coalesce(sum(CASE WHEN holder IS NOT NULL AND expires_at_ms > :dbNow THEN 0
                WHEN reserved_until_ms > :ownNow THEN 1 ELSE 0 END), 0) AS cooling,
              min(greatest(expires_at_ms, reserved_until_ms)) AS next_free_ms
            FROM snowkey_worker
            WHERE namespace = :namespace AND worker_id BETWEEN :first AND :last
            """),
            entry(
                    RegistryStatement.STATUS,
                    """
            SELECT worker_id, state, generation, holder, instance, host, pid, application, acquired_at_ms,
              heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms
            FROM snowkey_worker_status
            WHERE namespace = :namespace
            ORDER BY worker_id
            """));
}
