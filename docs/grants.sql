-- What the user of the running processes needs: put its name in the place of shop.
GRANT SELECT, INSERT ON snowkey_namespace TO shop;
GRANT SELECT, INSERT, UPDATE ON snowkey_worker TO shop;
GRANT SELECT, INSERT, DELETE ON snowkey_holder TO shop;
GRANT SELECT ON snowkey_worker_status TO shop;
