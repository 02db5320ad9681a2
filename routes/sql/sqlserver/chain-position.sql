-- Where the source's own chain of backups stands: the judge of whether somebody else has taken one.
SELECT d.recovery_model_desc, r.last_log_backup_lsn, GETDATE() AS server_time, MIN(CONVERT(char(36), f.differential_base_guid)) AS differential_base_guid
FROM sys.databases AS d
LEFT JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
LEFT JOIN sys.master_files AS f ON f.database_id = d.database_id AND f.type = 0
WHERE d.name = :'database'
GROUP BY d.recovery_model_desc, r.last_log_backup_lsn
