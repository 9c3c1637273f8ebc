SELECT pg_advisory_unlock(20250101);
