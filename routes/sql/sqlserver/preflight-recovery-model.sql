-- The recovery model decides how the last changes travel: by a log backup (FULL) or by a differential, which grows with the database.
SELECT 'warning' AS severity, 'model' AS subject, d.name + ' is in recovery model SIMPLE: it moves by full and differential, and the downtime grows with what has changed' AS detail,
  'Set it FULL before the first full backup if the downtime is to be short.' AS advice, 'customer' AS actor
FROM sys.databases AS d WHERE d.name = :'database' AND d.recovery_model_desc = 'SIMPLE'
UNION ALL
SELECT 'warning', 'model', d.name + ' is in recovery model BULK_LOGGED: a log backup may carry bulk operations and be as large as the data they wrote',
  'Set it FULL until the migration is over.', 'customer'
FROM sys.databases AS d WHERE d.name = :'database' AND d.recovery_model_desc = 'BULK_LOGGED'
UNION ALL
SELECT 'warning', 'log-chain', d.name + ' is in recovery model ' + d.recovery_model_desc + ', but no full backup has begun a log chain: no log backup is possible yet',
  'Take a full backup.', 'customer'
FROM sys.databases AS d JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
WHERE d.name = :'database' AND d.recovery_model_desc <> 'SIMPLE' AND r.last_log_backup_lsn IS NULL
