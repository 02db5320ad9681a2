-- Users of the database who log in by a login of the instance: on another instance they are orphans until that login is there.
SELECT p.name FROM sys.database_principals AS p
WHERE p.authentication_type_desc = 'INSTANCE' AND p.principal_id > 4 AND p.name <> 'dbo'
