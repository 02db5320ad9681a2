-- Always Encrypted: columns that only clients with the column master key can read.
SELECT CASE WHEN :number(allowEncrypted) = 1 THEN 'warning' ELSE 'failed' END AS severity, 'key ' + k.name AS subject,
  'The database uses Always Encrypted with the column master key ' + k.name + ' in ' + k.key_store_provider_name AS detail,
  'Decrypt the columns and remove the key; else ask the host''s infrastructure team and set preflight.allow-encrypted.' AS advice, 'customer' AS actor
FROM sys.column_master_keys AS k
