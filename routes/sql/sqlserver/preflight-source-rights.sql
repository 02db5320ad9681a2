-- Who takes the tail must be able to undo it: RESTORE needs sysadmin, dbcreator or the owner; db_owner alone has no such right.
SELECT 'failed' AS severity, 'undo' AS subject,
  'The login ' + SUSER_SNAME() + ' cannot undo the tail: it is neither sysadmin nor dbcreator nor the owner of the database' AS detail,
  'Make it a member of dbcreator, or the owner of the database.' AS advice, 'customer' AS actor
FROM sys.databases AS d LEFT JOIN sys.server_principals AS o ON o.sid = d.owner_sid
WHERE d.name = :'database' AND IS_SRVROLEMEMBER('sysadmin') = 0 AND IS_SRVROLEMEMBER('dbcreator') = 0 AND ISNULL(o.name, '') <> SUSER_SNAME()
UNION ALL
SELECT 'failed', 'tail', 'The login ' + SUSER_SNAME() + ' may not back up the log of ' + d.name, 'Make it a member of db_backupoperator or db_owner there.', 'customer'
FROM sys.databases AS d
WHERE d.name = :'database' AND ISNULL(HAS_PERMS_BY_NAME(:'database', 'DATABASE', 'BACKUP LOG'), 0) = 0
UNION ALL
SELECT 'warning', 'view-server-state', 'The login ' + SUSER_SNAME() + ' lacks VIEW SERVER STATE: it sees neither other sessions nor the progress of its work', 'Grant VIEW SERVER STATE.', 'customer'
FROM sys.databases AS d
WHERE d.name = :'database' AND ISNULL(HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE'), 0) = 0
