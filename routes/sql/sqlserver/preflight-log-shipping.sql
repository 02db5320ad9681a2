-- Log shipping takes the log backups that this migration needs: exactly one party takes logs.
SELECT 'warning' AS severity, 'log-shipping' AS subject, p.primary_database + ' is shipped to another server: its job takes the log backups, in ' + p.backup_directory AS detail,
  'Name that directory in source.backups, so that every log is moved, and stop the job at the cutover.' AS advice, 'customer' AS actor
FROM msdb.dbo.log_shipping_primary_databases AS p WHERE p.primary_database = :'database'
