-- What the target's login needs: to restore, to see what runs, and to drop or rename what it restored.
SELECT 'failed' AS severity, 'restore' AS subject, 'The target login ' + SUSER_SNAME() + ' may not create databases, so it cannot restore one' AS detail,
  'Make it a member of dbcreator (or sysadmin).' AS advice, 'host' AS actor
FROM (SELECT ISNULL(HAS_PERMS_BY_NAME(NULL, NULL, 'CREATE ANY DATABASE'), 0) AS may) AS c WHERE c.may = 0
UNION ALL
SELECT 'warning', 'view-server-state', 'The target login ' + SUSER_SNAME() + ' lacks VIEW SERVER STATE: the progress of restores is not seen', 'Grant VIEW SERVER STATE.', 'host'
FROM (SELECT ISNULL(HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE'), 0) AS may) AS c WHERE c.may = 0
