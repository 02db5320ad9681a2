-- What the server says of one database. No row: there is no such database.
SELECT d.name, d.database_id, d.state_desc, d.user_access_desc, d.is_read_only, d.is_in_standby, d.recovery_model_desc,
  d.compatibility_level, d.page_verify_option_desc, d.is_auto_close_on, d.is_auto_shrink_on, d.is_trustworthy_on,
  CONVERT(char(36), r.database_guid) AS database_guid, CONVERT(char(36), r.family_guid) AS family_guid,
  CONVERT(char(36), r.recovery_fork_guid) AS recovery_fork_guid, r.last_log_backup_lsn
FROM sys.databases AS d
LEFT JOIN sys.database_recovery_status AS r ON r.database_id = d.database_id
WHERE d.name = :#database
