-- The sets that were restored to a database on this instance, oldest first. msdb writes the row when a restore has succeeded.
SELECT h.restore_history_id, h.restore_date, h.restore_type, h.recovery, h.[replace], CONVERT(char(36), s.backup_set_uuid) AS BackupSetGUID,
  CONVERT(char(36), s.family_guid) AS FamilyGUID, s.last_lsn AS LastLSN
FROM msdb.dbo.restorehistory AS h
JOIN msdb.dbo.backupset AS s ON s.backup_set_id = h.backup_set_id
WHERE h.destination_database_name = :#database
ORDER BY h.restore_history_id
