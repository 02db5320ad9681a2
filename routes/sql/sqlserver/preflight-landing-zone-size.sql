-- A full backup without compression is about as large as what the data files hold.
SELECT 'warning' AS severity, 'limit' AS subject,
  'The data files are larger than landing-zone.limit; an uncompressed full backup may not fit' AS detail,
  'Take compressed backups, or ask the host for more room and raise landing-zone.limit.' AS advice, 'host' AS actor
FROM sys.databases AS d JOIN sys.master_files AS f ON f.database_id = d.database_id
WHERE d.name = :'database' AND f.type <> 1 AND :number(limit) > 0
GROUP BY d.name
HAVING SUM(CONVERT(bigint, f.size)) * 8192 > :number(limit)
