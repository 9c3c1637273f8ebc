-- Snowkey in SQL, for MySQL 8 and later: functions that read a key. It may be run again. The tables of the registry have to be
-- there, in the database in which this script runs.
-- There is no snowkey_next_id: MySQL has no sequence, and nothing else that a rollback does not take back and a crash does not lose.

-- Ends a function with an error that contains these words, which are no number. A SIGNAL takes a function of several statements, and
-- that takes another delimiter in every client. The mode under which this is an error is the one that the function is made in.
DROP FUNCTION IF EXISTS snowkey_error;

SET @sql_mode_before = @@sql_mode, sql_mode = 'STRICT_ALL_TABLES';

CREATE FUNCTION snowkey_error(in_message VARCHAR(200)) RETURNS BIGINT DETERMINISTIC NO SQL RETURN in_message;

SET sql_mode = @sql_mode_before;

-- The smallest key whose time is this one or later: 0 before the epoch, the largest BIGINT after the last timestamp. The time is in
-- UTC, as UTC_TIMESTAMP is, whatever the time zone of the session.
DROP FUNCTION IF EXISTS snowkey_first_id;

CREATE FUNCTION snowkey_first_id(in_namespace VARCHAR(64), in_time DATETIME(6)) RETURNS BIGINT
DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN CASE
  WHEN in_namespace IS NULL OR in_time IS NULL THEN NULL
  WHEN NOT EXISTS (SELECT 1 FROM snowkey_namespace WHERE namespace = in_namespace)
    THEN snowkey_error(concat('no namespace ', in_namespace))
  ELSE (
    SELECT CASE
      WHEN t.micros <= 0 THEN 0
      WHEN (t.micros + t.tick_ms * 1000 - 1) DIV (t.tick_ms * 1000) >> t.timestamp_bits <> 0 THEN 9223372036854775807
      ELSE (t.micros + t.tick_ms * 1000 - 1) DIV (t.tick_ms * 1000) << (t.worker_bits + t.sequence_bits) END
    FROM (
      SELECT n.*, TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', in_time) - n.epoch_ms * 1000 AS micros
      FROM snowkey_namespace n WHERE n.namespace = in_namespace) t) END;

-- When a key was made: the beginning of its tick, in UTC. NULL after the year 9999, where DATETIME ends.
DROP FUNCTION IF EXISTS snowkey_made_at;

CREATE FUNCTION snowkey_made_at(in_namespace VARCHAR(64), in_id BIGINT) RETURNS DATETIME(3)
DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN CASE
  WHEN in_namespace IS NULL OR in_id IS NULL THEN NULL
  WHEN NOT EXISTS (SELECT 1 FROM snowkey_namespace WHERE namespace = in_namespace)
    THEN snowkey_error(concat('no namespace ', in_namespace))
  ELSE (
    SELECT CASE
      WHEN in_id < 0 OR in_id >> (n.worker_bits + n.sequence_bits) >> n.timestamp_bits <> 0
        THEN snowkey_error(concat('of another layout: ', in_id))
      WHEN CAST(in_id >> (n.worker_bits + n.sequence_bits) AS DECIMAL(65)) * n.tick_ms + n.epoch_ms > 253402300799999 THEN NULL
      ELSE TIMESTAMPADD(MICROSECOND,
        (n.epoch_ms + CAST(in_id >> (n.worker_bits + n.sequence_bits) AS SIGNED) * n.tick_ms) * 1000,
        TIMESTAMP('1970-01-01 00:00:00')) END
    FROM snowkey_namespace n WHERE n.namespace = in_namespace) END;

-- Which worker made a key.
DROP FUNCTION IF EXISTS snowkey_worker_of;

CREATE FUNCTION snowkey_worker_of(in_namespace VARCHAR(64), in_id BIGINT) RETURNS BIGINT
DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN CASE
  WHEN in_namespace IS NULL OR in_id IS NULL THEN NULL
  WHEN NOT EXISTS (SELECT 1 FROM snowkey_namespace WHERE namespace = in_namespace)
    THEN snowkey_error(concat('no namespace ', in_namespace))
  ELSE (
    SELECT CASE
      WHEN in_id < 0 OR in_id >> (n.worker_bits + n.sequence_bits) >> n.timestamp_bits <> 0
        THEN snowkey_error(concat('of another layout: ', in_id))
      ELSE (CASE n.field_order WHEN 'WORKER_SEQUENCE' THEN in_id >> n.sequence_bits ELSE in_id END)
        & ((1 << n.worker_bits) - 1) END
    FROM snowkey_namespace n WHERE n.namespace = in_namespace) END;
