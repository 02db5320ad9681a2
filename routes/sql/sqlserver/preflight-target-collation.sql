-- Temporary tables have the server's collation: where it is not the database's, text cannot be compared with them.
SELECT 'warning' AS severity, 'collation' AS subject,
  'The database has collation ' + :'sourceCollation' + ', the target server ' + CONVERT(nvarchar(128), SERVERPROPERTY('Collation')) AS detail,
  'Restore to a server with the database''s collation, or try Halo on the UAT copy.' AS advice, 'host' AS actor
WHERE CONVERT(nvarchar(128), SERVERPROPERTY('Collation')) <> :'sourceCollation'
