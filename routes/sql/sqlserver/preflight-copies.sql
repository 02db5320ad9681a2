-- What else keeps copies of the database, and what of it does not survive the move.
SELECT 'failed' AS severity, 'mirroring' AS subject, 'The database is mirrored: it can be neither frozen nor brought back while it is' AS detail,
  'End mirroring (ALTER DATABASE SET PARTNER OFF) before the cutover.' AS advice, 'customer' AS actor
FROM sys.database_mirroring AS m WHERE m.database_id = DB_ID(:'database') AND m.mirroring_guid IS NOT NULL
UNION ALL
SELECT 'warning', 'replication', d.name + ' is published or subscribed by replication, which does not move along', 'Remove replication before the cutover, or plan it anew with the host.', 'customer'
FROM sys.databases AS d WHERE d.name = :'database' AND CONVERT(int, d.is_published) + CONVERT(int, d.is_merge_published) + CONVERT(int, d.is_subscribed) > 0
UNION ALL
SELECT 'warning', 'cdc', d.name + ' uses change data capture, whose tables are dropped when it is restored elsewhere', 'Tell whoever reads them; set it up anew on the target where it is needed.', 'host'
FROM sys.databases AS d WHERE d.name = :'database' AND d.is_cdc_enabled = 1
