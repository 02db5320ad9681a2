-- Whether the files fit, as often as they are restored (production, and UAT where there is one). Volumes without any database file are not seen.
SELECT 'failed' AS severity, 'volume ' + v.volume_mount_point AS subject,
  'The files of the database are larger than what is free on ' + v.volume_mount_point + ', ' + CONVERT(nvarchar(10), :number(copies)) + ' times restored' AS detail,
  'Make room, or choose another target.data-directory or target.log-directory.' AS advice, 'host' AS actor
FROM (SELECT DISTINCT s.volume_mount_point, s.available_bytes FROM sys.master_files AS f CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) AS s) AS v
WHERE DB_ID(:'database') IS NULL AND v.available_bytes < :number(copies) * (
  CASE WHEN UPPER(LEFT(:'dataDirectory', LEN(v.volume_mount_point))) = UPPER(v.volume_mount_point) THEN :number(sourceDataBytes) ELSE 0 END
  + CASE WHEN UPPER(LEFT(:'logDirectory', LEN(v.volume_mount_point))) = UPPER(v.volume_mount_point) THEN :number(sourceLogBytes) ELSE 0 END)
UNION ALL
SELECT 'warning', 'directory ' + d.name, 'How much is free in ' + d.name + ' is not known: no database file lies on its volume', 'Look by hand whether the files fit.', 'host'
FROM (SELECT :'dataDirectory' AS name UNION SELECT :'logDirectory') AS d
WHERE DB_ID(:'database') IS NULL AND NOT EXISTS (
  SELECT 1 FROM sys.master_files AS f CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) AS s
  WHERE UPPER(LEFT(d.name, LEN(s.volume_mount_point))) = UPPER(s.volume_mount_point))
