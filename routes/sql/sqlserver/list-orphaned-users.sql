-- Users of the database that no login of this instance has, with the login of the same name where there is one. Fixed users are not asked about.
SELECT u.name AS user_name, u.type AS user_type, named.name AS login_name
FROM sys.database_principals AS u
LEFT JOIN sys.server_principals AS l ON l.sid = u.sid
LEFT JOIN sys.server_principals AS named ON named.name = u.name AND named.type = u.type
WHERE l.sid IS NULL AND u.type IN ('S', 'U') AND u.authentication_type_desc IN ('INSTANCE', 'WINDOWS') AND u.principal_id > 4
ORDER BY u.name
