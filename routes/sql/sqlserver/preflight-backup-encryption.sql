-- Encrypted backups of the last thirty days: the target would need the certificate that they name.
SELECT DISTINCT CASE WHEN :number(allowEncrypted) = 1 THEN 'warning' ELSE 'failed' END AS severity, 'backup-encryption' AS subject,
  'Backups of ' + s.database_name + ' are encrypted with the ' + s.encryptor_type + ' of thumbprint ' + CONVERT(nvarchar(50), s.encryptor_thumbprint, 1) AS detail,
  'Turn backup encryption off, remove the keys and take a new full backup; talk to the host''s infrastructure team first.' AS advice, 'customer' AS actor
FROM msdb.dbo.backupset AS s
WHERE s.database_name = :'database' AND s.encryptor_thumbprint IS NOT NULL AND s.backup_finish_date > DATEADD(day, -30, GETDATE())
