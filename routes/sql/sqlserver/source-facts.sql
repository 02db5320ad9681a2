-- What the target has to know of the source before it gets a backup: version, edition, collation, size in bytes.
SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS version, CONVERT(nvarchar(128), SERVERPROPERTY('Edition')) AS edition, d.collation_name AS collation,
  d.recovery_model_desc AS recovery_model, SUM(CASE WHEN f.type = 1 THEN 0 ELSE CONVERT(bigint, f.size) END) * 8192 AS data_bytes,
  SUM(CASE WHEN f.type = 1 THEN CONVERT(bigint, f.size) ELSE 0 END) * 8192 AS log_bytes
FROM sys.databases AS d JOIN sys.master_files AS f ON f.database_id = d.database_id
WHERE d.name = :'database'
GROUP BY d.collation_name, d.recovery_model_desc
