-- Transparent data encryption: the target would need the certificate with its private key (33111).
SELECT CASE WHEN :number(allowEncrypted) = 1 THEN 'warning' ELSE 'failed' END AS severity, 'tde' AS subject,
  d.name + ' is encrypted (TDE): its backups can be restored only where its certificate is' AS detail,
  'Turn it off (ALTER DATABASE SET ENCRYPTION OFF), wait, drop the database encryption key and take a new full; or ask the host''s infrastructure team and set preflight.allow-encrypted.' AS advice,
  'customer' AS actor
FROM sys.databases AS d WHERE d.name = :'database' AND d.is_encrypted = 1
