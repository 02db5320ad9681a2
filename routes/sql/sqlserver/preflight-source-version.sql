-- The host takes databases up to one version of SQL Server. The part before the first dot is the major version, on every version.
SELECT 'failed' AS severity, 'version' AS subject,
  'The source is SQL Server version ' + CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) + '; the host takes ' + :'newestVersion' + ' or lower' AS detail,
  'Ask the host which version its servers have, and set preflight.newest-source-version to what was agreed.' AS advice, 'host' AS actor
WHERE CONVERT(int, LEFT(CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')), CHARINDEX('.', CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion'))) - 1)) > :number(newestMajor)
