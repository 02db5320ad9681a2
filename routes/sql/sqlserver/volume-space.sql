-- Free space of the volumes that hold a database file, and what this database's own files take there: a restore writes them over.
SELECT v.volume_mount_point, MAX(v.available_bytes) AS available_bytes,
  SUM(CASE WHEN f.database_id = DB_ID(:'database') THEN CONVERT(bigint, f.size) * 8192 ELSE 0 END) AS own_bytes
FROM sys.master_files AS f
CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) AS v
GROUP BY v.volume_mount_point
