-- Snowkey in SQL: keys for rows that no JVM inserts, and functions that read a key. For H2 2.x. It may be run again, by an
-- administrator. The tables of the registry have to be there, in the schema in which this script runs, and the registry's jar on the
-- class path of the database, as it is in tests. H2 has no function in SQL.

-- One row for each namespace that SQL writes to: with which worker id, and what sequence knows the last key.
CREATE TABLE IF NOT EXISTS snowkey_sql_writer (
  namespace VARCHAR(64) NOT NULL PRIMARY KEY,
  worker_id BIGINT NOT NULL,
  holder VARCHAR(36) NOT NULL,
  mark VARCHAR(64) NOT NULL,
  floor_tick BIGINT NOT NULL
);

CREATE ALIAS IF NOT EXISTS snowkey_next_id FOR 'io.snowkey.registry.H2Functions.nextId';

CREATE ALIAS IF NOT EXISTS snowkey_start_sql_writer FOR 'io.snowkey.registry.H2Functions.startSqlWriter';

CREATE ALIAS IF NOT EXISTS snowkey_stop_sql_writer FOR 'io.snowkey.registry.H2Functions.stopSqlWriter';

CREATE ALIAS IF NOT EXISTS snowkey_first_id DETERMINISTIC FOR 'io.snowkey.registry.H2Functions.firstId';

CREATE ALIAS IF NOT EXISTS snowkey_made_at DETERMINISTIC FOR 'io.snowkey.registry.H2Functions.madeAt';

CREATE ALIAS IF NOT EXISTS snowkey_worker_of DETERMINISTIC FOR 'io.snowkey.registry.H2Functions.workerOf';
