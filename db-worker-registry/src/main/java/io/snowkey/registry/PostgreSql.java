// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

import io.snowkey.registry.Dialect.Commit;
import io.snowkey.registry.Dialect.RenewalForm;

/** PostgreSQL 13 and later. */
final class PostgreSql {

    static final Dialect DIALECT = new Dialect(
            List.of("PostgreSQL"),
            "postgresql",
            // The clock at the arrival of the statement: earlier than its effect if it had to wait, never later.
            "CAST(floor(extract(epoch FROM statement_timestamp()) * 1000) AS bigint)",
            // found
            """
            INSERT INTO {prefix}namespace
              (namespace, epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order, created_at_ms)
            VALUES (:namespace, :epoch, :tick, :timestampBits, :workerBits, :sequenceBits, :order, {now})
            ON CONFLICT DO NOTHING
            """,
            // layout
            """
            SELECT epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits, field_order
            FROM {prefix}namespace
            WHERE namespace = :namespace
            """,
            // survey
            """
            SELECT c.now_ms, c.same_layout, w.worker_id, w.generation,
              CASE WHEN w.expires_at_ms > c.now_ms OR w.reserved_until_ms > :now THEN 0
                WHEN w.instance = :instance THEN 2
                ELSE 1 END AS eligible
            FROM (
              SELECT {now} AS now_ms, (
                SELECT CASE WHEN epoch_ms = :epoch AND tick_ms = :tick AND timestamp_bits = :timestampBits
                  AND worker_bits = :workerBits AND sequence_bits = :sequenceBits AND field_order = :order THEN 1 ELSE 0 END
                FROM {prefix}namespace WHERE namespace = :namespace) AS same_layout) c
            LEFT JOIN {prefix}worker w ON w.namespace = :namespace AND w.worker_id BETWEEN :first AND :last
            """,
            // create
            """
            WITH taken AS (
              INSERT INTO {prefix}worker
                (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms,
                heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms)
              SELECT :namespace, :worker, 1, :holder, :instance, :host, :pid, :application, c.now_ms,
                c.now_ms, c.now_ms + :ttl, :until, 0, :estimate - c.now_ms
              FROM (SELECT {now} AS now_ms) c
              WHERE abs(:now - c.now_ms) <= :maxSkew
              ON CONFLICT DO NOTHING
              RETURNING *)
            INSERT INTO {prefix}holder
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, from_ms)
            SELECT namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, :from
            FROM taken
            """,
            // take
            """
            WITH taken AS (
              UPDATE {prefix}worker SET
                generation = generation + 1, holder = :holder,
                instance = :instance, host = :host, pid = :pid, application = :application,
                acquired_at_ms = {now}, heartbeat_at_ms = {now}, expires_at_ms = {now} + :ttl,
                reserved_until_ms = :until, issued = 0, clock_skew_ms = :estimate - {now}
              WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation
                AND expires_at_ms <= {now} AND reserved_until_ms <= :now AND abs(:now - {now}) <= :maxSkew
              RETURNING *)
            INSERT INTO {prefix}holder
              (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, from_ms)
            SELECT namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, :from
            FROM taken
            """,
            // record: create and take do it
            "",
            // renew
            """
            UPDATE {prefix}worker SET
              reserved_until_ms =
                CASE WHEN abs(:now - {now}) <= :maxSkew THEN greatest(reserved_until_ms, :until)
                  ELSE reserved_until_ms END,
              heartbeat_at_ms = {now}, expires_at_ms = {now} + :ttl,
              issued = :issued, clock_skew_ms = :estimate - {now}
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation AND holder = :holder
            RETURNING heartbeat_at_ms, CASE WHEN reserved_until_ms >= :until THEN 1 ELSE 0 END AS extended
            """,
            RenewalForm.RESULT_SET,
            // release
            """
            UPDATE {prefix}worker SET
              holder = NULL, expires_at_ms = {now}, reserved_until_ms = :until, issued = :issued
            WHERE namespace = :namespace AND worker_id = :worker AND generation = :generation AND holder = :holder
            """,
            // prune
            """
            DELETE FROM {prefix}holder
            WHERE namespace = :namespace AND worker_id = :worker AND generation < :generation
              AND acquired_at_ms < {now} - :retention
            """,
            // occupancy
            """
            SELECT
              coalesce(sum(CASE WHEN holder IS NOT NULL AND expires_at_ms > {now} THEN 1 ELSE 0 END), 0) AS held,
              coalesce(sum(CASE WHEN holder IS NOT NULL AND expires_at_ms > {now} THEN 0
                WHEN reserved_until_ms > :now THEN 1 ELSE 0 END), 0) AS cooling,
              min(greatest(expires_at_ms, reserved_until_ms)) AS next_free_ms
            FROM {prefix}worker
            WHERE namespace = :namespace AND worker_id BETWEEN :first AND :last
            """,
            // status
            """
            SELECT worker_id, state, generation, holder, instance, host, pid, application, acquired_at_ms,
              heartbeat_at_ms, expires_at_ms, reserved_until_ms, issued, clock_skew_ms
            FROM {prefix}worker_status
            WHERE namespace = :namespace
            ORDER BY worker_id
            """,
            Commit.BY_AUTO_COMMIT);

    private PostgreSql() {}
}
