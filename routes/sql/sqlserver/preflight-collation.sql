-- A database whose collation is not its server's compares its text with temporary tables only by explicit collation; so it will on the target.
SELECT 'warning' AS severity, 'collation' AS subject,
  d.name + ' has collation ' + d.collation_name + ', its server ' + CONVERT(nvarchar(128), SERVERPROPERTY('Collation')) AS detail,
  'Tell the host: the target server should have the collation that Halo works with here.' AS advice, 'host' AS actor
FROM sys.databases AS d WHERE d.name = :'database' AND d.collation_name <> CONVERT(nvarchar(128), SERVERPROPERTY('Collation'))
