-- Snowkey in SQL: keys for rows that no JVM inserts, and functions that read a key. For PostgreSQL 14 and later. It may be run
-- again. The tables of the registry have to be there, in the schema in which this script runs.

-- One row for each namespace that SQL writes to: with which worker id, and what sequence knows the last key.
CREATE TABLE IF NOT EXISTS snowkey_sql_writer (
  namespace VARCHAR(64) NOT NULL PRIMARY KEY,
  worker_id BIGINT NOT NULL,
  holder VARCHAR(36) NOT NULL,
  mark REGCLASS NOT NULL,
  opens BIGINT NOT NULL,
  floor_tick BIGINT NOT NULL,
  epoch_ms BIGINT NOT NULL,
  tick_ms BIGINT NOT NULL,
  timestamp_bits INTEGER NOT NULL,
  worker_bits INTEGER NOT NULL,
  sequence_bits INTEGER NOT NULL,
  field_order VARCHAR(32) NOT NULL
);

-- Reserves keys in a row, at most as many as a tick holds, and returns the first of them. A sequence knows the last one, for no
-- rollback takes a sequence back. Its value s means:
--   s >= 0: the worker id, and in the lower bits the timestamp and the number of the last key
--   s < 0: closed. Only the writer that began at this very value opens it; a transaction with an older snapshot cannot.
-- The lock lasts from the read to the write of the sequence. It belongs to a subtransaction that is rolled back to end the lock at
-- once. So no error, no cancellation and no time-out leaves it behind, and any pooler may be in between.
CREATE OR REPLACE FUNCTION snowkey_sql_reserve(in_namespace TEXT, in_count BIGINT) RETURNS BIGINT
LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS '
DECLARE
  w RECORD;
  s BIGINT;
  following BIGINT;
  point BIGINT;
  final BIGINT;
  tick BIGINT;
  now_ms BIGINT;
  now_tick BIGINT;
  ahead_ms BIGINT;
  number BIGINT;
BEGIN
  SELECT x.*, x.timestamp_bits + x.sequence_bits AS bits INTO w
  FROM snowkey_sql_writer x
  JOIN snowkey_worker r ON r.namespace = x.namespace AND r.worker_id = x.worker_id AND r.holder = x.holder
  WHERE x.namespace = in_namespace;
  IF NOT FOUND THEN
    RAISE EXCEPTION ''SQL holds no worker id in the namespace %'', coalesce(quote_literal(in_namespace), ''NULL'')
    USING ERRCODE = ''55000'', HINT = CASE
      WHEN EXISTS (SELECT FROM snowkey_sql_writer x WHERE x.namespace = in_namespace)
      THEN ''It held one, and lost it: the tables of the registry were restored or emptied, or somebody took it away. ''
      ELSE '''' END
      || ''The owner of the functions starts it: SELECT snowkey_start_sql_writer(''
      || coalesce(quote_literal(in_namespace), ''NULL'') || '')'';
  END IF;

  IF (in_count BETWEEN 1 AND CAST(1 AS BIGINT) << w.sequence_bits) IS NOT TRUE THEN
    RAISE EXCEPTION ''Keys to reserve: %, must be 1 to %'', in_count, CAST(1 AS BIGINT) << w.sequence_bits
    USING ERRCODE = ''22023'', HINT = ''snowkey_next_ids has no such limit'';
  END IF;

  BEGIN
    PERFORM pg_advisory_xact_lock(5930273419264 + CAST(CAST(w.mark AS OID) AS BIGINT));
    s := pg_sequence_last_value(w.mark);
    now_ms := floor(extract(epoch FROM clock_timestamp()) * 1000);
    now_tick := (now_ms - w.epoch_ms) / w.tick_ms;
    IF s >= 0 AND s >> w.bits = w.worker_id THEN
      following := s - (w.worker_id << w.bits) + 1;
    ELSIF s = w.opens THEN
      following := w.floor_tick << w.sequence_bits;
    ELSE
      RAISE EXCEPTION ''The SQL writer of the namespace % was stopped'', quote_literal(in_namespace)
      USING ERRCODE = ''55000'', HINT = ''Try again in a new transaction. If that fails, too, a stop was rolled back. The ''
        || ''owner of the functions starts it again: SELECT snowkey_start_sql_writer('' || quote_literal(in_namespace) || '')'';
    END IF;
    point := greatest(following, now_tick << w.sequence_bits);
    final := point + in_count - 1;
    tick := final >> w.sequence_bits;
    IF greatest(tick, now_tick) >> w.timestamp_bits <> 0 THEN
      RAISE EXCEPTION ''The timestamps of the namespace % are used up'', quote_literal(in_namespace)
      USING ERRCODE = ''22003'', HINT = ''See "Change the layout" in docs/operating.md'';
    END IF;
    IF s >= 0 AND final = following THEN
      PERFORM nextval(w.mark);
    ELSE
      PERFORM setval(w.mark, (w.worker_id << w.bits) | final);
    END IF;
    RAISE EXCEPTION USING ERRCODE = ''SK000'';
  EXCEPTION WHEN SQLSTATE ''SK000'' THEN
    NULL;
  END;

  -- More keys than the ticks hold: waits for the clock. A clock that went back is not waited for: there, each tick that is used up
  -- takes as long as a tick, so that the distance does not grow.
  number := point & ((CAST(1 AS BIGINT) << w.sequence_bits) - 1);
  IF tick > now_tick THEN
    ahead_ms := w.epoch_ms + tick * w.tick_ms - now_ms;
    IF ahead_ms <= 1000 THEN
      PERFORM pg_sleep(ahead_ms / 1000.0);
    ELSIF final & ((CAST(1 AS BIGINT) << w.sequence_bits) - 1) < in_count THEN
      PERFORM pg_sleep(w.tick_ms / 1000.0);
    END IF;
  END IF;

  IF w.field_order = ''WORKER_SEQUENCE'' THEN
    RETURN ((point - number) << w.worker_bits) | (w.worker_id << w.sequence_bits) | number;
  END IF;
  RETURN ((point - number) << w.worker_bits) | (number << w.worker_bits) | w.worker_id;
END';

-- The next key. It becomes a part of the statement that calls it, which costs nothing.
CREATE OR REPLACE FUNCTION snowkey_next_id(in_namespace TEXT) RETURNS BIGINT
LANGUAGE sql VOLATILE RETURN snowkey_sql_reserve(in_namespace, 1);

-- The next keys, one after the other: for an import of many rows, with one lock for as many as a tick holds.
CREATE OR REPLACE FUNCTION snowkey_next_ids(in_namespace TEXT, in_count BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS '
DECLARE
  n snowkey_namespace := snowkey_layout(in_namespace);
  mask BIGINT := (CAST(1 AS BIGINT) << n.sequence_bits) - 1;
  worker BIGINT;
  point BIGINT;
  missing BIGINT := in_count;
  batch BIGINT;
  id BIGINT;
BEGIN
  IF (in_count >= 0) IS NOT TRUE THEN
    RAISE EXCEPTION ''The number of keys is %: must be 0 or more'', in_count USING ERRCODE = ''22023'';
  END IF;
  WHILE missing > 0 LOOP
    batch := least(missing, mask + 1);
    missing := missing - batch;
    id := snowkey_sql_reserve(in_namespace, batch);
    worker := snowkey_worker_of(in_namespace, id);
    point := (id >> (n.worker_bits + n.sequence_bits) << n.sequence_bits)
      | ((CASE n.field_order WHEN ''WORKER_SEQUENCE'' THEN id ELSE id >> n.worker_bits END) & mask);
    RETURN QUERY
    SELECT ((p - (p & mask)) << n.worker_bits)
      | CASE n.field_order WHEN ''WORKER_SEQUENCE'' THEN (worker << n.sequence_bits) | (p & mask)
        ELSE ((p & mask) << n.worker_bits) | worker END
    FROM generate_series(point, point + batch - 1) p;
  END LOOP;
END';

-- Stops the keys of SQL in a namespace, and gives its worker id back. False if there was none. Until its transaction ends, keys of
-- this namespace wait.
CREATE OR REPLACE FUNCTION snowkey_stop_sql_writer(in_namespace TEXT) RETURNS BOOLEAN
LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS '
DECLARE
  w snowkey_sql_writer%ROWTYPE;
  s BIGINT;
  bits INTEGER;
  end_tick BIGINT;
  end_ms BIGINT;
  now_ms BIGINT;
  hour CONSTANT BIGINT := 3600000;
BEGIN
  IF current_setting(''transaction_isolation'') <> ''read committed'' THEN
    RAISE EXCEPTION ''snowkey_stop_sql_writer needs the isolation level READ COMMITTED, and not %'',
      upper(current_setting(''transaction_isolation'')) USING ERRCODE = ''25001'';
  END IF;
  LOCK TABLE snowkey_sql_writer IN SHARE ROW EXCLUSIVE MODE;
  SELECT * INTO w FROM snowkey_sql_writer x WHERE x.namespace = in_namespace;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM set_config(''synchronous_commit'', ''on'', true)
  WHERE current_setting(''synchronous_commit'') IN (''off'', ''local'');
  PERFORM pg_advisory_xact_lock(5930273419264 + CAST(CAST(w.mark AS OID) AS BIGINT));
  s := coalesce(pg_sequence_last_value(w.mark), 0);
  bits := w.timestamp_bits + w.sequence_bits;
  end_tick := w.floor_tick;
  IF s <> w.opens AND abs(s) >> bits = w.worker_id THEN
    end_tick := greatest(end_tick, ((abs(s) - (w.worker_id << bits)) >> w.sequence_bits) + 1);
  END IF;
  PERFORM setval(w.mark, -(abs(s) + 1));
  end_ms := w.epoch_ms + end_tick * w.tick_ms;
  now_ms := floor(extract(epoch FROM clock_timestamp()) * 1000);

  UPDATE snowkey_worker r SET holder = NULL, beat = NULL, expires_at_ms = now_ms, reserved_until_ms = end_ms
  WHERE r.namespace = in_namespace AND r.worker_id = w.worker_id AND r.holder = w.holder;
  IF NOT FOUND THEN
    -- Somebody or something took it away. Its keys end at end_ms, and others may have been told of a later mark, which the
    -- row cannot show as long as it has the mark of a writer without an end: an hour is longer than reservations are.
    INSERT INTO snowkey_worker AS r
      (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, heartbeat_at_ms,
      expires_at_ms, reserved_until_ms, issued, clock_skew_ms)
    SELECT n.namespace, w.worker_id, 1, NULL, ''sql'', ''database'', 0, current_database(), now_ms, now_ms, now_ms,
      greatest(end_ms, now_ms + hour), 0, 0
    FROM snowkey_namespace n WHERE n.namespace = in_namespace
    ON CONFLICT (namespace, worker_id) DO UPDATE SET
      generation = r.generation + 1, holder = NULL, beat = NULL, expires_at_ms = now_ms,
      reserved_until_ms = CASE WHEN r.reserved_until_ms = 253402300799000 THEN greatest(end_ms, now_ms + hour)
        ELSE greatest(end_ms, r.reserved_until_ms) END
    WHERE r.reserved_until_ms < end_ms OR r.reserved_until_ms = 253402300799000
      OR (r.holder IS NOT NULL AND EXISTS (
        SELECT FROM snowkey_holder h
        WHERE h.namespace = r.namespace AND h.worker_id = r.worker_id AND h.generation = r.generation
          AND h.from_ms < end_ms));
    IF FOUND THEN
      RAISE WARNING ''The registry did not know any more that SQL held worker % of the namespace %. If another process had it before %, keys may exist twice.'',
        w.worker_id, quote_literal(in_namespace), to_timestamp(end_ms / 1000.0);
    END IF;
  END IF;
  DELETE FROM snowkey_sql_writer x WHERE x.namespace = in_namespace;
  RETURN true;
END';

-- Takes a worker id for SQL, for good, by the rules by which a JVM takes one, and returns it. If SQL has one, returns that.
CREATE OR REPLACE FUNCTION snowkey_start_sql_writer(
  in_namespace TEXT, in_first_worker_id BIGINT DEFAULT 0, in_last_worker_id BIGINT DEFAULT NULL) RETURNS BIGINT
LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS '
DECLARE
  n snowkey_namespace%ROWTYPE;
  w RECORD;
  c RECORD;
  s BIGINT;
  largest BIGINT;
  last_worker_id BIGINT;
  now_ms BIGINT;
  token TEXT := ''sql-'' || replace(CAST(gen_random_uuid() AS TEXT), ''-'', '''');
  sequence_name TEXT := ''snowkey_sql_mark_'' || substr(md5(in_namespace), 1, 16);
  mark REGCLASS;
  endless CONSTANT BIGINT := 253402300799000;
BEGIN
  IF current_setting(''transaction_isolation'') <> ''read committed'' THEN
    RAISE EXCEPTION ''snowkey_start_sql_writer needs the isolation level READ COMMITTED, and not %'',
      upper(current_setting(''transaction_isolation'')) USING ERRCODE = ''25001'';
  END IF;
  SELECT * INTO n FROM snowkey_namespace x WHERE x.namespace = in_namespace;
  IF NOT FOUND THEN
    RAISE EXCEPTION ''There is no namespace %'', coalesce(quote_literal(in_namespace), ''NULL'') USING ERRCODE = ''02000'',
      HINT = ''The first process of a namespace founds it, with its layout: start one, or put the layout into snowkey_namespace'';
  END IF;
  IF n.field_order NOT IN (''WORKER_SEQUENCE'', ''SEQUENCE_WORKER'') THEN
    RAISE EXCEPTION ''The namespace % has the order %, which these functions do not know'', quote_literal(in_namespace),
      n.field_order USING ERRCODE = ''0A000'', HINT = ''Run the functions script of the newer version of Snowkey'';
  END IF;
  IF n.tick_ms > 1000 THEN
    RAISE EXCEPTION ''The namespace % has ticks of % ms: at most 1000 for keys from SQL, which wait for the next tick'',
      quote_literal(in_namespace), n.tick_ms USING ERRCODE = ''0A000'';
  END IF;
  largest := (CAST(1 AS BIGINT) << n.worker_bits) - 1;
  last_worker_id := coalesce(in_last_worker_id, largest);
  IF in_first_worker_id < 0 OR in_first_worker_id > last_worker_id OR last_worker_id > largest THEN
    RAISE EXCEPTION ''Worker ids % to %: must be a range within 0 to %'', in_first_worker_id, last_worker_id, largest
    USING ERRCODE = ''22023'';
  END IF;
  LOCK TABLE snowkey_sql_writer IN SHARE ROW EXCLUSIVE MODE;
  PERFORM set_config(''synchronous_commit'', ''on'', true)
  WHERE current_setting(''synchronous_commit'') IN (''off'', ''local'');
  SELECT x.*, r.holder IS NOT NULL AS held INTO w
  FROM snowkey_sql_writer x
  LEFT JOIN snowkey_worker r ON r.namespace = x.namespace AND r.worker_id = x.worker_id AND r.holder = x.holder
  WHERE x.namespace = in_namespace;
  IF FOUND THEN
    s := pg_sequence_last_value(w.mark);
    IF w.held AND (s = w.opens OR s >= 0) THEN
      RETURN w.worker_id;
    END IF;
    PERFORM snowkey_stop_sql_writer(in_namespace);
  END IF;

  IF to_regclass(sequence_name) IS NULL THEN
    EXECUTE format(''CREATE SEQUENCE %I MINVALUE -9223372036854775807 START WITH -1'', sequence_name);
    PERFORM setval(CAST(sequence_name AS REGCLASS), -1);
  END IF;
  mark := sequence_name;
  PERFORM pg_advisory_xact_lock(5930273419264 + CAST(CAST(mark AS OID) AS BIGINT));
  s := pg_sequence_last_value(mark);
  IF s >= 0 THEN -- nobody has it: the row in snowkey_sql_writer is gone
    s := -(s + 1);
    PERFORM setval(mark, s);
  END IF;

  FOR tries IN 1..20 LOOP
    now_ms := floor(extract(epoch FROM clock_timestamp()) * 1000);
    IF now_ms < n.epoch_ms OR ((now_ms - n.epoch_ms) / n.tick_ms) >> n.timestamp_bits <> 0 THEN
      RAISE EXCEPTION ''The clock of the database is outside the time of the layout of the namespace %'',
        quote_literal(in_namespace) USING ERRCODE = ''22003'';
    END IF;
    SELECT i.worker_id, r.generation INTO c
    FROM generate_series(in_first_worker_id, least(last_worker_id, in_first_worker_id + 65535)) AS i (worker_id)
    LEFT JOIN snowkey_worker r ON r.namespace = in_namespace AND r.worker_id = i.worker_id
    WHERE r.worker_id IS NULL OR (r.expires_at_ms <= now_ms AND r.reserved_until_ms <= now_ms)
    ORDER BY coalesce(r.instance = ''sql'', false) DESC, random() LIMIT 1;
    IF NOT FOUND THEN
      RAISE EXCEPTION ''No worker id from % to % of the namespace % is free'', in_first_worker_id, last_worker_id,
        quote_literal(in_namespace) USING ERRCODE = ''53400'',
        HINT = ''SELECT * FROM snowkey_worker_status says who has them, and until when those rest that nobody has'';
    END IF;
    IF c.generation IS NULL THEN
      INSERT INTO snowkey_worker
        (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, heartbeat_at_ms,
        expires_at_ms, reserved_until_ms, issued, clock_skew_ms)
      VALUES (in_namespace, c.worker_id, 1, token, ''sql'', ''database'', 0, current_database(), now_ms, now_ms,
        endless, endless, 0, 0)
      ON CONFLICT DO NOTHING;
    ELSE
      UPDATE snowkey_worker r SET
        generation = r.generation + 1, holder = token, instance = ''sql'', host = ''database'', pid = 0,
        application = current_database(), acquired_at_ms = now_ms, heartbeat_at_ms = now_ms, expires_at_ms = endless,
        reserved_until_ms = endless, issued = 0, clock_skew_ms = 0, beat = NULL
      WHERE r.namespace = in_namespace AND r.worker_id = c.worker_id AND r.generation = c.generation
        AND r.expires_at_ms <= now_ms AND r.reserved_until_ms <= now_ms;
    END IF;
    IF FOUND THEN
      INSERT INTO snowkey_holder
        (namespace, worker_id, generation, holder, instance, host, pid, application, acquired_at_ms, from_ms)
      SELECT r.namespace, r.worker_id, r.generation, r.holder, r.instance, r.host, r.pid, r.application, r.acquired_at_ms,
        now_ms
      FROM snowkey_worker r WHERE r.namespace = in_namespace AND r.worker_id = c.worker_id;
      INSERT INTO snowkey_sql_writer
        (namespace, worker_id, holder, mark, opens, floor_tick, epoch_ms, tick_ms, timestamp_bits, worker_bits,
        sequence_bits, field_order)
      VALUES (in_namespace, c.worker_id, token, mark, s, (now_ms - n.epoch_ms + n.tick_ms - 1) / n.tick_ms, n.epoch_ms,
        n.tick_ms, n.timestamp_bits, n.worker_bits, n.sequence_bits, n.field_order);
      RETURN c.worker_id;
    END IF;
  END LOOP;
  RAISE EXCEPTION ''Others were faster with every worker id that was free'' USING ERRCODE = ''40001'', HINT = ''Try again'';
END';

-- The layout of a namespace, or an error.
CREATE OR REPLACE FUNCTION snowkey_layout(in_namespace TEXT) RETURNS snowkey_namespace
LANGUAGE plpgsql STABLE SECURITY DEFINER AS '
DECLARE
  n snowkey_namespace%ROWTYPE;
BEGIN
  SELECT * INTO n FROM snowkey_namespace x WHERE x.namespace = in_namespace;
  IF NOT FOUND THEN
    RAISE EXCEPTION ''There is no namespace %'', coalesce(quote_literal(in_namespace), ''NULL'') USING ERRCODE = ''02000'',
      HINT = ''SELECT namespace FROM snowkey_namespace says which there are'';
  END IF;
  RETURN n;
END';

-- The smallest key whose time is this one or later: 0 before the epoch, the largest BIGINT after the last timestamp.
CREATE OR REPLACE FUNCTION snowkey_first_id(in_namespace TEXT, in_time TIMESTAMP WITH TIME ZONE) RETURNS BIGINT
LANGUAGE plpgsql STABLE STRICT AS '
DECLARE
  n snowkey_namespace := snowkey_layout(in_namespace);
  micros NUMERIC;
  tick NUMERIC;
BEGIN
  IF NOT isfinite(in_time) THEN
    RETURN CASE WHEN in_time > now() THEN 9223372036854775807 ELSE 0 END;
  END IF;
  micros := extract(epoch FROM in_time) * 1000000 - CAST(n.epoch_ms AS NUMERIC) * 1000;
  IF micros <= 0 THEN
    RETURN 0;
  END IF;
  tick := div(micros + n.tick_ms * 1000 - 1, CAST(n.tick_ms * 1000 AS NUMERIC));
  IF tick >= (CASE n.timestamp_bits WHEN 63 THEN 9223372036854775807 ELSE CAST(1 AS BIGINT) << n.timestamp_bits END) THEN
    RETURN 9223372036854775807;
  END IF;
  RETURN CAST(tick AS BIGINT) << (n.worker_bits + n.sequence_bits);
END';

-- When a key was made: the beginning of its tick.
CREATE OR REPLACE FUNCTION snowkey_made_at(in_namespace TEXT, in_id BIGINT) RETURNS TIMESTAMP WITH TIME ZONE
LANGUAGE plpgsql STABLE STRICT AS '
DECLARE
  n snowkey_namespace := snowkey_layout(in_namespace);
  ms NUMERIC;
BEGIN
  IF in_id < 0 OR (in_id >> (n.worker_bits + n.sequence_bits)) >> n.timestamp_bits <> 0 THEN
    RAISE EXCEPTION ''The id % is not of the layout of the namespace %'', in_id, quote_literal(in_namespace)
    USING ERRCODE = ''22023'', HINT = ''It is negative or too large: it was made with another layout'';
  END IF;
  ms := n.epoch_ms + CAST(in_id >> (n.worker_bits + n.sequence_bits) AS NUMERIC) * n.tick_ms;
  RETURN to_timestamp(CAST(floor(ms / 1000) AS DOUBLE PRECISION))
    + CAST(mod(mod(ms, 1000) + 1000, 1000) AS INTEGER) * INTERVAL ''1 millisecond'';
END';

-- Which worker made a key.
CREATE OR REPLACE FUNCTION snowkey_worker_of(in_namespace TEXT, in_id BIGINT) RETURNS BIGINT
LANGUAGE plpgsql STABLE STRICT AS '
DECLARE
  n snowkey_namespace := snowkey_layout(in_namespace);
BEGIN
  IF in_id < 0 OR (in_id >> (n.worker_bits + n.sequence_bits)) >> n.timestamp_bits <> 0 THEN
    RAISE EXCEPTION ''The id % is not of the layout of the namespace %'', in_id, quote_literal(in_namespace)
    USING ERRCODE = ''22023'', HINT = ''It is negative or too large: it was made with another layout'';
  END IF;
  RETURN (CASE n.field_order WHEN ''WORKER_SEQUENCE'' THEN in_id >> n.sequence_bits ELSE in_id END)
    & ((CAST(1 AS BIGINT) << n.worker_bits) - 1);
END';

-- The functions find the tables of this schema whatever search path a session has, and nothing else. Only their owner may start
-- and stop.
DO '
DECLARE
  f RECORD;
BEGIN
  FOR f IN
    SELECT CAST(p.oid AS REGPROCEDURE) AS signature, p.proname
    FROM pg_proc p JOIN pg_namespace s ON s.oid = p.pronamespace
    WHERE s.nspname = current_schema() AND p.proname IN (''snowkey_sql_reserve'', ''snowkey_next_ids'', ''snowkey_stop_sql_writer'',
      ''snowkey_start_sql_writer'', ''snowkey_layout'', ''snowkey_first_id'', ''snowkey_made_at'', ''snowkey_worker_of'')
  LOOP
    EXECUTE format(''ALTER FUNCTION %s SET search_path = %I, pg_temp'', f.signature, current_schema());
    IF f.proname IN (''snowkey_start_sql_writer'', ''snowkey_stop_sql_writer'') THEN
      EXECUTE format(''REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC'', f.signature);
    END IF;
  END LOOP;
END';
