-- The database's users log in by logins of the source instance; on the target they are orphans until a login of that name is there.
SELECT 'warning' AS severity, 'login ' + u.name AS subject, 'The user ' + u.name + ' of the database has no login of that name on the target' AS detail,
  'Create the login there, unless nothing uses that user in hosting; the user is mapped to it after recovery.' AS advice, 'host' AS actor
FROM (SELECT CONVERT(nvarchar(128), NULL) AS name:each(sourceLogins | UNION ALL SELECT :'item')) AS u
LEFT JOIN sys.server_principals AS p ON p.name = u.name
WHERE u.name IS NOT NULL AND p.name IS NULL
