CREATE TABLE IF NOT EXISTS agency (
  id BIGINT NOT NULL PRIMARY KEY,
  code VARCHAR(16) NOT NULL UNIQUE
);

CREATE TABLE IF NOT EXISTS project (
  id BIGINT NOT NULL PRIMARY KEY,
  agency_id BIGINT NOT NULL REFERENCES agency (id),
  code VARCHAR(64) NOT NULL,
  UNIQUE (agency_id, code)
);

CREATE TABLE IF NOT EXISTS supplier (
  id BIGINT NOT NULL PRIMARY KEY,
  name VARCHAR(1024) NOT NULL UNIQUE
);

CREATE TABLE IF NOT EXISTS file_import (
  id BIGINT NOT NULL PRIMARY KEY,
  file VARCHAR(4096) NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  finished_at TIMESTAMP WITH TIME ZONE,
  stored BIGINT NOT NULL,
  bad BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS purchase_order (
  id BIGINT NOT NULL PRIMARY KEY,
  file_import_id BIGINT NOT NULL REFERENCES file_import (id),
  copy INTEGER NOT NULL,
  line BIGINT NOT NULL,
  project_id BIGINT NOT NULL REFERENCES project (id),
  supplier_id BIGINT REFERENCES supplier (id),
  number BIGINT NOT NULL,
  type VARCHAR(250),
  awarded_on DATE,
  starts_on DATE,
  ends_on DATE,
  total DECIMAL(24, 6) NOT NULL,
  awarded BOOLEAN NOT NULL,
  UNIQUE (file_import_id, copy, line)
);
