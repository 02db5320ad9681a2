-- Known from 2012 on. A database in an Availability Group can be neither frozen by a tail nor brought back by RESTORE (3104).
SELECT 'failed' AS severity, 'availability-group' AS subject, d.name + ' is in an Availability Group' AS detail,
  'Take it out of the group before the cutover, and name the primary in source.sql; its backups may be taken on any replica, but all have to reach the backup directories.' AS advice, 'customer' AS actor
FROM sys.databases AS d WHERE d.name = :'database' AND d.replica_id IS NOT NULL
