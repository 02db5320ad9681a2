-- Keys in the database: its master key, symmetric keys, certificates. They travel, but open on the target only with their passwords.
SELECT CASE WHEN :number(allowEncrypted) = 1 THEN 'warning' ELSE 'failed' END AS severity, 'key ' + k.name AS subject,
  CASE WHEN k.name LIKE '%MS_DatabaseMasterKey%' THEN 'The database has a master key' ELSE 'The database has the symmetric key ' + k.name END AS detail,
  'Remove it if nothing uses it; else ask the host''s infrastructure team and set preflight.allow-encrypted.' AS advice, 'customer' AS actor
FROM sys.symmetric_keys AS k
