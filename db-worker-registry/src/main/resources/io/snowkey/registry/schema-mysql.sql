-- Snowkey, for MySQL and MariaDB: worker ids under leases. All times are milliseconds since the Unix epoch; the view shows them as timestamps.

CREATE TABLE IF NOT EXISTS snowkey_namespace (
  namespace VARCHAR(64) NOT NULL PRIMARY KEY,
  epoch_ms BIGINT NOT NULL,
  tick_ms BIGINT NOT NULL,
  timestamp_bits INTEGER NOT NULL,
  worker_bits INTEGER NOT NULL,
  sequence_bits INTEGER NOT NULL,
  field_order VARCHAR(32) NOT NULL,
  created_at_ms BIGINT NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS snowkey_worker (
  namespace VARCHAR(64) NOT NULL,
  worker_id BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  holder VARCHAR(36),
  instance VARCHAR(255) NOT NULL,
  host VARCHAR(255) NOT NULL,
  pid BIGINT NOT NULL,
  application VARCHAR(255) NOT NULL,
  acquired_at_ms BIGINT NOT NULL,
  heartbeat_at_ms BIGINT NOT NULL,
  expires_at_ms BIGINT NOT NULL,
  reserved_until_ms BIGINT NOT NULL,
  issued BIGINT NOT NULL,
  clock_skew_ms BIGINT NOT NULL,
  beat VARCHAR(36),
  PRIMARY KEY (namespace, worker_id),
  FOREIGN KEY (namespace) REFERENCES snowkey_namespace (namespace)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Who held a worker id, and from which id time on: a row for every generation. It answers "who made this id", and its
-- foreign key keeps anybody from deleting a worker's row, and with it the high-water mark.
CREATE TABLE IF NOT EXISTS snowkey_holder (
  namespace VARCHAR(64) NOT NULL,
  worker_id BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  holder VARCHAR(36) NOT NULL,
  instance VARCHAR(255) NOT NULL,
  host VARCHAR(255) NOT NULL,
  pid BIGINT NOT NULL,
  application VARCHAR(255) NOT NULL,
  acquired_at_ms BIGINT NOT NULL,
  from_ms BIGINT NOT NULL,
  PRIMARY KEY (namespace, worker_id, generation),
  FOREIGN KEY (namespace, worker_id) REFERENCES snowkey_worker (namespace, worker_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The view is created where there is none, and left alone where there is one: MySQL has no other form for that before 9.1,
-- and that of MariaDB waits for every transaction that has read it.
-- With the rights of whoever reads it: one with those of its creator would end with that user.
SET @ddl = if(
  EXISTS (SELECT 1 FROM information_schema.views WHERE concat(table_schema, '.', table_name) IN
    ('snowkey_worker_status', concat(database(), '.', 'snowkey_worker_status'))),
  'DO 0',
  'CREATE SQL SECURITY INVOKER VIEW snowkey_worker_status AS
SELECT w.namespace, w.worker_id,
  CASE WHEN w.holder IS NOT NULL AND w.expires_at_ms > c.now_ms THEN ''ACTIVE''
    WHEN w.reserved_until_ms > c.now_ms THEN ''COOLING''
    WHEN w.holder IS NOT NULL THEN ''EXPIRED''
    ELSE ''FREE'' END AS state,
  w.instance, w.host, w.pid, w.application, w.generation, w.holder,
  FROM_UNIXTIME(w.acquired_at_ms / 1000.0) AS acquired_at,
  FROM_UNIXTIME(w.heartbeat_at_ms / 1000.0) AS heartbeat_at,
  FROM_UNIXTIME(w.expires_at_ms / 1000.0) AS expires_at,
  round((w.expires_at_ms - c.now_ms) / 1000.0, 1) AS seconds_left,
  FROM_UNIXTIME(w.reserved_until_ms / 1000.0) AS reserved_until,
  w.issued, w.clock_skew_ms,
  w.acquired_at_ms, w.heartbeat_at_ms, w.expires_at_ms, w.reserved_until_ms
FROM snowkey_worker w
CROSS JOIN (SELECT TIMESTAMPDIFF(MICROSECOND, ''1970-01-01 00:00:00'', UTC_TIMESTAMP(6)) DIV 1000 AS now_ms) c');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
