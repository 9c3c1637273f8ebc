-- The second version of the tables: which heartbeat raised the high-water mark. Empty for processes of the first version, which
-- go on working with it.
ALTER TABLE snowkey_worker ADD COLUMN beat VARCHAR(36);

-- With the rights of whoever reads it: one with those of its creator would end with that user.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW snowkey_worker_status AS
SELECT w.namespace, w.worker_id,
  CASE WHEN w.holder IS NOT NULL AND w.expires_at_ms > c.now_ms THEN 'ACTIVE'
    WHEN w.reserved_until_ms > c.now_ms THEN 'COOLING'
    WHEN w.holder IS NOT NULL THEN 'EXPIRED'
    ELSE 'FREE' END AS state,
  w.instance, w.host, w.pid, w.application, w.generation, w.holder,
  FROM_UNIXTIME(w.acquired_at_ms / 1000.0) AS acquired_at,
  FROM_UNIXTIME(w.heartbeat_at_ms / 1000.0) AS heartbeat_at,
  FROM_UNIXTIME(w.expires_at_ms / 1000.0) AS expires_at,
  round((w.expires_at_ms - c.now_ms) / 1000.0, 1) AS seconds_left,
  FROM_UNIXTIME(w.reserved_until_ms / 1000.0) AS reserved_until,
  w.issued, w.clock_skew_ms,
  w.acquired_at_ms, w.heartbeat_at_ms, w.expires_at_ms, w.reserved_until_ms
FROM snowkey_worker w
CROSS JOIN (SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000 AS now_ms) c;
