-- The volumes of the database's files; a log that is not backed up grows until one of them is full.
SELECT DISTINCT 'warning' AS severity, 'volume ' + v.volume_mount_point AS subject, 'The volume ' + v.volume_mount_point + ' has less than a tenth of its space left' AS detail,
  'Make room: while backup jobs are paused the log grows.' AS advice, 'customer' AS actor
FROM sys.master_files AS f
CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) AS v
WHERE f.database_id = DB_ID(:'database') AND v.available_bytes < v.total_bytes / 10
