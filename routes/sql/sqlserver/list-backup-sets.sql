-- The backup sets of one database that the source instance knows, one row a file (stripe). msdb is the source's own record; the
-- target reads the headers. Sets restored from elsewhere also stand in backupset, so server_name keeps to what was taken here.
SELECT CONVERT(char(36), s.backup_set_uuid) AS BackupSetGUID, s.type AS BackupTypeCode, s.position AS Position, s.name AS BackupName,
  s.database_name AS DatabaseName, s.server_name AS ServerName,
  s.first_lsn AS FirstLSN, s.last_lsn AS LastLSN, s.checkpoint_lsn AS CheckpointLSN, s.database_backup_lsn AS DatabaseBackupLSN,
  s.differential_base_lsn AS DifferentialBaseLSN, CONVERT(char(36), s.differential_base_guid) AS DifferentialBaseGUID,
  CONVERT(char(36), s.family_guid) AS FamilyGUID, CONVERT(char(36), s.first_recovery_fork_guid) AS FirstRecoveryForkID,
  CONVERT(char(36), s.last_recovery_fork_guid) AS RecoveryForkID, s.fork_point_lsn AS ForkPointLSN,
  s.is_copy_only AS IsCopyOnly, s.is_damaged AS IsDamaged, s.has_backup_checksums AS HasBackupChecksums,
  s.has_incomplete_metadata AS HasIncompleteMetaData, s.is_force_offline AS IsForceOffline, s.begins_log_chain AS BeginsLogChain,
  s.has_bulk_logged_data AS HasBulkLoggedData, s.is_readonly AS IsReadOnly, s.is_single_user AS IsSingleUser, s.is_snapshot AS IsSnapshot,
  s.recovery_model AS RecoveryModel, s.software_major_version AS SoftwareVersionMajor, s.database_version AS DatabaseVersion,
  s.compatibility_level AS CompatibilityLevel, s.backup_size AS BackupSize, s.compressed_backup_size AS CompressedBackupSize,
  s.backup_start_date AS BackupStartDate, s.backup_finish_date AS BackupFinishDate,
  m.physical_device_name AS PhysicalDeviceName, m.family_sequence_number AS FamilySequenceNumber, ms.media_family_count AS FamilyCount
FROM msdb.dbo.backupset AS s
JOIN msdb.dbo.backupmediafamily AS m ON m.media_set_id = s.media_set_id
JOIN msdb.dbo.backupmediaset AS ms ON ms.media_set_id = s.media_set_id
WHERE s.database_name = :#database AND s.server_name = CONVERT(nvarchar(128), SERVERPROPERTY('ServerName')) AND m.mirror = 0
ORDER BY s.backup_set_id, m.family_sequence_number
