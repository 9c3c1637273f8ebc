-- Two processes may start at once, and CREATE TABLE IF NOT EXISTS of PostgreSQL is not made for that.
SELECT pg_advisory_lock(20250101);
