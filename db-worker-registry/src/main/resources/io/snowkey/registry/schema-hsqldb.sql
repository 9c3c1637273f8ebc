-- Snowkey: worker ids under leases. All times are milliseconds since the Unix epoch; the view shows them as timestamps.

CREATE TABLE IF NOT EXISTS snowkey_namespace (
  namespace VARCHAR(64) NOT NULL PRIMARY KEY,
  epoch_ms BIGINT NOT NULL,
  tick_ms BIGINT NOT NULL,
  timestamp_bits INTEGER NOT NULL,
  worker_bits INTEGER NOT NULL,
  sequence_bits INTEGER NOT NULL,
  field_order VARCHAR(32) NOT NULL,
  created_at_ms BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS snowkey_worker (
  namespace VARCHAR(64) NOT NULL REFERENCES snowkey_namespace (namespace),
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
  PRIMARY KEY (namespace, worker_id)
);

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
);

-- HSQLDB fills the shorter ones of the words with spaces.
CREATE VIEW IF NOT EXISTS snowkey_worker_status AS
SELECT w.namespace, w.worker_id,
  RTRIM(CASE WHEN w.holder IS NOT NULL AND w.expires_at_ms > c.now_ms THEN 'ACTIVE'
    WHEN w.reserved_until_ms > c.now_ms THEN 'COOLING'
    WHEN w.holder IS NOT NULL THEN 'EXPIRED'
    ELSE 'FREE' END) AS state,
  w.instance, w.host, w.pid, w.application, w.generation, w.holder,
  DATEADD('millisecond', w.acquired_at_ms, TIMESTAMP '1970-01-01 00:00:00+00:00') AS acquired_at,
  DATEADD('millisecond', w.heartbeat_at_ms, TIMESTAMP '1970-01-01 00:00:00+00:00') AS heartbeat_at,
  DATEADD('millisecond', w.expires_at_ms, TIMESTAMP '1970-01-01 00:00:00+00:00') AS expires_at,
  round((w.expires_at_ms - c.now_ms) / 1000.0, 1) AS seconds_left,
  DATEADD('millisecond', w.reserved_until_ms, TIMESTAMP '1970-01-01 00:00:00+00:00') AS reserved_until,
  w.issued, w.clock_skew_ms,
  w.acquired_at_ms, w.heartbeat_at_ms, w.expires_at_ms, w.reserved_until_ms
FROM snowkey_worker w
CROSS JOIN (SELECT UNIX_MILLIS() AS now_ms FROM (VALUES (0)) AS one_row (nothing)) c;
