-- How far a database in restore has come: redo_start_lsn may differ by file and is NULL once the database is online, so the position
-- is the least of the data files that are restoring.
SELECT d.state_desc, d.is_in_standby, d.user_access_desc, d.is_read_only,
  MIN(CASE WHEN f.state_desc = 'RESTORING' THEN f.redo_start_lsn END) AS redo_start_lsn,
  MIN(CONVERT(char(36), f.redo_start_fork_guid)) AS redo_start_fork_guid,
  MIN(f.differential_base_lsn) AS differential_base_lsn,
  MIN(CONVERT(char(36), f.differential_base_guid)) AS differential_base_guid, MIN(CONVERT(char(36), r.family_guid)) AS family_guid
FROM sys.databases AS d
LEFT JOIN sys.master_files AS f ON f.database_id = d.database_id AND f.type = 0
LEFT JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
WHERE d.name = :#database
GROUP BY d.state_desc, d.is_in_standby, d.user_access_desc, d.is_read_only
