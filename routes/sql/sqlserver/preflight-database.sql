-- The database is there, online, open to all and can be written to.
SELECT 'failed' AS severity, 'database' AS subject, 'The instance has no database ' + :'database' + ' that this login can see' AS detail,
  'Correct source.database, or give the login access to it.' AS advice, 'customer' AS actor
WHERE DB_ID(:'database') IS NULL
UNION ALL
SELECT 'failed', 'state', d.name + ' is ' + d.state_desc + '; expected ONLINE', 'Bring it online before the first backup is taken.', 'customer'
FROM sys.databases AS d WHERE d.name = :'database' AND d.state_desc <> 'ONLINE'
UNION ALL
SELECT 'failed', 'read-only', d.name + ' is read-only or a standby copy', 'Move the database that people work in: correct source.database, or set it READ_WRITE.', 'customer'
FROM sys.databases AS d WHERE d.name = :'database' AND d.is_read_only = 1
UNION ALL
SELECT 'warning', 'access', d.name + ' is ' + d.user_access_desc + ': the target will be the same until the product sets it MULTI_USER', 'Set it MULTI_USER unless that is meant.', 'customer'
FROM sys.databases AS d WHERE d.name = :'database' AND d.user_access_desc <> 'MULTI_USER'
