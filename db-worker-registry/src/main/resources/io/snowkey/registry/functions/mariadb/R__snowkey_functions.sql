-- Snowkey in SQL: keys for rows that no JVM inserts, and functions that read a key. For MariaDB 10.6 and later. It may be run again.
-- The tables of the registry have to be there, in the database in which this script runs. What it makes is a text within a
-- statement, so that no client needs another delimiter.

-- One row for each namespace that SQL writes to: with which worker id, and what table counts the keys.
CREATE TABLE IF NOT EXISTS snowkey_sql_writer (
  namespace VARCHAR(64) NOT NULL PRIMARY KEY,
  worker_id BIGINT NOT NULL,
  holder VARCHAR(36) NOT NULL,
  mark VARCHAR(64) NOT NULL,
  floor_tick BIGINT NOT NULL,
  epoch_ms BIGINT NOT NULL,
  tick_ms BIGINT NOT NULL,
  timestamp_bits INTEGER NOT NULL,
  worker_bits INTEGER NOT NULL,
  sequence_bits INTEGER NOT NULL,
  field_order VARCHAR(32) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What was issued is the AUTO_INCREMENT counter of a table of its own, which stays empty: no rollback takes a counter back, a row with
-- a larger number raises it, and none lowers it. (A sequence does not do: SETVAL takes no variable, and a function no dynamic SQL.)
-- A function can name a table only in its text. So the one function that counts is written anew whenever a writer starts or stops.
-- That waits for the transactions that have counted, 30 s at most: after it, nobody counts in a table that is not in the text.
EXECUTE IMMEDIATE '
CREATE OR REPLACE PROCEDURE snowkey_sql_rewrite(in_without VARCHAR(64))
MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE cases MEDIUMTEXT DEFAULT (
    SELECT group_concat(replace(''
  IF in_mark = ''''the_mark'''' THEN
    INSERT INTO the_mark VALUES (NULL);
    SET point = LAST_INSERT_ID();
    IF point < in_point THEN
      INSERT INTO the_mark VALUES (in_point - 1);
      INSERT INTO the_mark VALUES (NULL);
      SET point = LAST_INSERT_ID();
    END IF;
  END IF;'', ''the_mark'', mark) SEPARATOR '''')
    FROM snowkey_sql_writer WHERE namespace <> in_without);
  EXECUTE IMMEDIATE concat(''SET STATEMENT lock_wait_timeout = 30 FOR
CREATE OR REPLACE FUNCTION snowkey_sql_point(in_mark VARCHAR(64), in_point BIGINT) RETURNS BIGINT
NOT DETERMINISTIC MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE point BIGINT;
  SAVEPOINT snowkey;'', coalesce(cases, ''''), ''
  ROLLBACK TO snowkey;
  RETURN point;
END'');
END';

CALL snowkey_sql_rewrite('');

-- The next key.
EXECUTE IMMEDIATE '
CREATE OR REPLACE FUNCTION snowkey_next_id(in_namespace VARCHAR(64)) RETURNS BIGINT
NOT DETERMINISTIC MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE this_worker, floor_t, epoch, tick_length, now_millis, now_tick, point, tick, number, ahead BIGINT;
  DECLARE ts_bits, w_bits, s_bits INTEGER;
  DECLARE fields VARCHAR(32);
  DECLARE mark_name VARCHAR(64);
  DECLARE message VARCHAR(500);
  SELECT x.worker_id, x.mark, x.floor_tick, x.epoch_ms, x.tick_ms, x.timestamp_bits, x.worker_bits, x.sequence_bits,
    x.field_order
  INTO this_worker, mark_name, floor_t, epoch, tick_length, ts_bits, w_bits, s_bits, fields
  FROM snowkey_sql_writer x
  JOIN snowkey_worker r ON r.namespace = x.namespace AND r.worker_id = x.worker_id AND r.holder = x.holder
  WHERE x.namespace = in_namespace;
  IF this_worker IS NULL THEN
    SET message = concat(''SQL holds no worker id in the namespace '', quote(in_namespace),
      IF(EXISTS (SELECT 1 FROM snowkey_sql_writer x WHERE x.namespace = in_namespace),
        ''. It held one, and the registry does not know of it any more'', ''''),
      ''. Run: CALL snowkey_start_sql_writer('', quote(in_namespace), '', NULL, NULL)'');
    SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = message;
  END IF;
  SET now_millis = TIMESTAMPDIFF(MICROSECOND, ''1970-01-01 00:00:00'', UTC_TIMESTAMP(6)) DIV 1000;
  SET now_tick = greatest((now_millis - epoch) DIV tick_length, floor_t);
  IF now_tick >> ts_bits <> 0 THEN
    SET message = concat(''The timestamps of the namespace '', quote(in_namespace), '' are used up'');
    SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = message;
  END IF;
  SET point = snowkey_sql_point(mark_name, now_tick << s_bits);
  IF point IS NULL THEN
    SET message = concat(''The SQL writer of the namespace '', quote(in_namespace),
      '' was stopped. Try again in a new transaction, or run: CALL snowkey_start_sql_writer('', quote(in_namespace),
      '', NULL, NULL)'');
    SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = message;
  END IF;
  SET tick = point >> s_bits;
  IF tick >> ts_bits <> 0 THEN
    SET message = concat(''The timestamps of the namespace '', quote(in_namespace), '' are used up'');
    SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = message;
  END IF;
  SET number = point & ((1 << s_bits) - 1);
  IF tick > now_tick THEN
    SET ahead = epoch + tick * tick_length - now_millis
      - greatest(0, TIMESTAMPDIFF(MICROSECOND, CURRENT_TIMESTAMP(6), SYSDATE(6)) DIV 1000);
    IF ahead BETWEEN 1 AND 1000 THEN
      DO SLEEP(ahead / 1000.0);
    ELSEIF ahead > 1000 AND number = 0 THEN
      DO SLEEP(tick_length / 1000.0);
    END IF;
  END IF;
  IF fields = ''WORKER_SEQUENCE'' THEN
    RETURN ((point - number) << w_bits) | (this_worker << s_bits) | number;
  END IF;
  RETURN ((point - number) << w_bits) | (number << w_bits) | this_worker;
END';

-- Stops the keys of SQL in a namespace, and gives its worker id back. Selects 1, or 0 if there was none. It commits.
EXECUTE IMMEDIATE '
CREATE OR REPLACE PROCEDURE snowkey_stop_sql_writer_quietly(in_namespace VARCHAR(64), OUT out_stopped INTEGER)
MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE w, floor_t, epoch, tick_length, end_tick, end_millis, now_millis BIGINT;
  DECLARE bits INTEGER;
  DECLARE mark_name VARCHAR(64);
  DECLARE token VARCHAR(36);
  SET out_stopped = 0;
  SELECT x.worker_id, x.mark, x.holder, x.floor_tick, x.epoch_ms, x.tick_ms, x.sequence_bits
  INTO w, mark_name, token, floor_t, epoch, tick_length, bits
  FROM snowkey_sql_writer x WHERE x.namespace = in_namespace;
  IF w IS NOT NULL THEN
    CALL snowkey_sql_rewrite(in_namespace);
    EXECUTE IMMEDIATE concat(''INSERT INTO '', mark_name, '' VALUES (NULL)'');
    SET end_tick = greatest(floor_t, (LAST_INSERT_ID() - 1 >> bits) + 1);
    SET end_millis = epoch + end_tick * tick_length;
    SET now_millis = TIMESTAMPDIFF(MICROSECOND, ''1970-01-01 00:00:00'', UTC_TIMESTAMP(6)) DIV 1000;
    START TRANSACTION;
    UPDATE snowkey_worker SET holder = NULL, beat = NULL, expires_at_ms = now_millis, reserved_until_ms = end_millis
    WHERE namespace = in_namespace AND worker_id = w AND holder = token;
    IF ROW_COUNT() = 0 THEN
      UPDATE snowkey_worker r SET
        generation = generation + 1, holder = NULL, beat = NULL, expires_at_ms = now_millis,
        reserved_until_ms = IF(reserved_until_ms = 253402300799000, greatest(end_millis, now_millis + 3600000),
          greatest(end_millis, reserved_until_ms))
      WHERE namespace = in_namespace AND worker_id = w
        AND (reserved_until_ms < end_millis OR reserved_until_ms = 253402300799000
          OR (holder IS NOT NULL AND EXISTS (
            SELECT 1 FROM snowkey_holder h
            WHERE h.namespace = r.namespace AND h.worker_id = r.worker_id AND h.generation = r.generation
              AND h.from_ms < end_millis)));
      INSERT IGNORE INTO snowkey_worker
        (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, heartbeat_at_ms,
        expires_at_ms, reserved_until_ms, issued, clock_skew_ms)
      SELECT n.namespace, w, 1, NULL, ''sql'', ''database'', 0, database(), now_millis, now_millis, now_millis,
        greatest(end_millis, now_millis + 3600000), 0, 0
      FROM snowkey_namespace n WHERE n.namespace = in_namespace;
    END IF;
    DELETE FROM snowkey_sql_writer WHERE namespace = in_namespace;
    COMMIT;
    EXECUTE IMMEDIATE concat(''SET STATEMENT lock_wait_timeout = 30 FOR DROP TABLE IF EXISTS '', mark_name);
    SET out_stopped = 1;
  END IF;
END';

EXECUTE IMMEDIATE '
CREATE OR REPLACE PROCEDURE snowkey_stop_sql_writer(in_namespace VARCHAR(64))
MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE stopped INTEGER;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    DO RELEASE_LOCK(''snowkey_sql_writer'');
    RESIGNAL;
  END;
  COMMIT;
  IF GET_LOCK(''snowkey_sql_writer'', 30) <> 1 THEN
    SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''Another session starts or stops an SQL writer'';
  END IF;
  CALL snowkey_stop_sql_writer_quietly(in_namespace, stopped);
  DO RELEASE_LOCK(''snowkey_sql_writer'');
  SELECT stopped;
END';

-- Takes a worker id for SQL, for good, by the rules by which a JVM takes one, and selects it. If SQL has one, selects that. The
-- range is all of the layout where it is NULL. It commits.
EXECUTE IMMEDIATE '
CREATE OR REPLACE PROCEDURE snowkey_start_sql_writer(
  in_namespace VARCHAR(64), in_first_worker_id BIGINT, in_last_worker_id BIGINT)
MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE epoch, tick_length, largest, first_id, last_id, now_millis, taken, seen, floor_t BIGINT;
  DECLARE ts_bits, w_bits, s_bits, tries, stopped, done INTEGER DEFAULT 0;
  DECLARE fields VARCHAR(32);
  DECLARE message VARCHAR(500);
  DECLARE token VARCHAR(36) DEFAULT concat(''sql-'', replace(uuid(), ''-'', ''''));
  DECLARE mark_name VARCHAR(64) DEFAULT concat(''snowkey_sql_mark_'', replace(uuid(), ''-'', ''''));
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    DO RELEASE_LOCK(''snowkey_sql_writer'');
    RESIGNAL;
  END;
  COMMIT;
  IF (SELECT count(*) FROM information_schema.global_variables g
      WHERE (g.variable_name = ''WSREP_ON'' AND g.variable_value = ''ON'')
        OR (g.variable_name = ''WSREP_PROVIDER'' AND g.variable_value NOT IN ('''', ''none''))) = 2 THEN
    SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT =
      ''Keys from SQL are not for a Galera cluster: each node would count them for itself. Let the application make the keys'';
  END IF;
  SELECT n.epoch_ms, n.tick_ms, n.timestamp_bits, n.worker_bits, n.sequence_bits, n.field_order
  INTO epoch, tick_length, ts_bits, w_bits, s_bits, fields
  FROM snowkey_namespace n WHERE n.namespace = in_namespace;
  IF epoch IS NULL THEN
    SET message = concat(''There is no namespace '', quote(in_namespace),
      ''. Its first process founds it, with its layout: start one, or put the layout into snowkey_namespace'');
    SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = message;
  END IF;
  IF fields NOT IN (''WORKER_SEQUENCE'', ''SEQUENCE_WORKER'') OR tick_length > 1000 THEN
    SET message = concat(''Keys of the namespace '', quote(in_namespace), '' cannot be made in SQL: its order is '', fields,
      '', its ticks have '', tick_length, '' ms. They need an order that this version knows, and ticks of at most 1000 ms'');
    SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = message;
  END IF;
  SET largest = CAST((1 << w_bits) - 1 AS SIGNED);
  SET first_id = coalesce(in_first_worker_id, 0);
  SET last_id = coalesce(in_last_worker_id, largest);
  IF first_id < 0 OR first_id > last_id OR last_id > largest THEN
    SET message = concat(''Worker ids '', first_id, '' to '', last_id, '': must be a range within 0 to '', largest);
    SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = message;
  END IF;
  IF GET_LOCK(''snowkey_sql_writer'', 30) <> 1 THEN
    SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''Another session starts or stops an SQL writer'';
  END IF;
  SELECT x.worker_id INTO taken
  FROM snowkey_sql_writer x
  JOIN snowkey_worker r ON r.namespace = x.namespace AND r.worker_id = x.worker_id AND r.holder = x.holder
  WHERE x.namespace = in_namespace;
  IF taken IS NOT NULL THEN
    CALL snowkey_sql_rewrite('''');
    SET done = 1;
  ELSE
    CALL snowkey_stop_sql_writer_quietly(in_namespace, stopped);
    EXECUTE IMMEDIATE concat(''CREATE TABLE '', mark_name,
      '' (point BIGINT NOT NULL AUTO_INCREMENT, KEY (point)) ENGINE = InnoDB'');
  END IF;
  WHILE done = 0 DO
    SET now_millis = TIMESTAMPDIFF(MICROSECOND, ''1970-01-01 00:00:00'', UTC_TIMESTAMP(6)) DIV 1000;
    IF now_millis < epoch OR ((now_millis - epoch) DIV tick_length) >> ts_bits <> 0 THEN
      SET message = concat(''The clock of the database is outside the time of the layout of the namespace '',
        quote(in_namespace));
      SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = message;
    END IF;
    SET taken = NULL, seen = NULL;
    -- A worker id that has a row; else one that has none.
    SELECT r.worker_id, r.generation INTO taken, seen FROM snowkey_worker r
    WHERE r.namespace = in_namespace AND r.worker_id BETWEEN first_id AND last_id
      AND r.expires_at_ms <= now_millis AND r.reserved_until_ms <= now_millis
    ORDER BY r.instance = ''sql'' DESC, rand() LIMIT 1;
    IF taken IS NULL THEN
      SELECT i.seq INTO taken FROM seq_0_to_65535 i
      WHERE i.seq BETWEEN 0 AND last_id - first_id AND NOT EXISTS (
        SELECT 1 FROM snowkey_worker r WHERE r.namespace = in_namespace AND r.worker_id = first_id + i.seq)
      ORDER BY rand() LIMIT 1;
      SET taken = first_id + taken;
    END IF;
    IF taken IS NULL THEN
      SET message = concat(''No worker id from '', first_id, '' to '', last_id, '' of the namespace '', quote(in_namespace),
        '' is free. The view snowkey_worker_status says who has them, and until when those rest that nobody has'');
      SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = message;
    END IF;
    SET floor_t = (now_millis - epoch + tick_length - 1) DIV tick_length;
    START TRANSACTION;
    IF seen IS NULL THEN
      INSERT IGNORE INTO snowkey_worker
        (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, heartbeat_at_ms,
        expires_at_ms, reserved_until_ms, issued, clock_skew_ms)
      VALUES (in_namespace, taken, 1, token, ''sql'', ''database'', 0, database(), now_millis, now_millis,
        253402300799000, 253402300799000, 0, 0);
    ELSE
      UPDATE snowkey_worker SET
        generation = generation + 1, holder = token, instance = ''sql'', host = ''database'', pid = 0,
        application = database(), acquired_at_ms = now_millis, heartbeat_at_ms = now_millis,
        expires_at_ms = 253402300799000, reserved_until_ms = 253402300799000, issued = 0, clock_skew_ms = 0, beat = NULL
      WHERE namespace = in_namespace AND worker_id = taken AND generation = seen
        AND expires_at_ms <= now_millis AND reserved_until_ms <= now_millis;
    END IF;
    IF ROW_COUNT() = 1 THEN
      INSERT INTO snowkey_holder
        (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, from_ms)
      SELECT namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, now_millis
      FROM snowkey_worker WHERE namespace = in_namespace AND worker_id = taken;
      INSERT INTO snowkey_sql_writer
        (namespace, worker_id, holder, mark, floor_tick, epoch_ms, tick_ms, timestamp_bits, worker_bits, sequence_bits,
        field_order)
      VALUES (in_namespace, taken, token, mark_name, floor_t, epoch, tick_length, ts_bits, w_bits, s_bits, fields);
      COMMIT;
      CALL snowkey_sql_rewrite('''');
      SET done = 1;
    ELSE
      ROLLBACK;
      SET tries = tries + 1;
      IF tries = 20 THEN
        SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = ''Others were faster with every worker id that was free. Try again'';
      END IF;
    END IF;
  END WHILE;
  DO RELEASE_LOCK(''snowkey_sql_writer'');
  SELECT taken AS worker_id;
END';

-- Ends a function with an error of these words.
EXECUTE IMMEDIATE '
CREATE OR REPLACE FUNCTION snowkey_error(in_message VARCHAR(200)) RETURNS BIGINT DETERMINISTIC NO SQL
BEGIN
  SIGNAL SQLSTATE ''45000'' SET MESSAGE_TEXT = in_message;
  RETURN NULL;
END';

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
