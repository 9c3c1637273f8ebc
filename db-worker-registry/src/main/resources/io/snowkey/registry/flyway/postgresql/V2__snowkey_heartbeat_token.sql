-- The second version of the tables: which heartbeat raised the high-water mark. Empty for processes of the first version, which
-- go on working with it.
ALTER TABLE snowkey_worker ADD COLUMN beat VARCHAR(36);
