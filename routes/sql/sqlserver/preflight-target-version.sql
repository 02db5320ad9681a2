-- A backup is never restored on an older version (3169).
SELECT 'failed' AS severity, 'version' AS subject,
  'The source is version ' + :'sourceVersion' + ', the target ' + CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) + ': a restore can never work' AS detail,
  'Restore to a server of the source''s version or a newer one.' AS advice, 'host' AS actor
WHERE CONVERT(int, LEFT(CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')), CHARINDEX('.', CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion'))) - 1)) < :number(sourceMajor)
