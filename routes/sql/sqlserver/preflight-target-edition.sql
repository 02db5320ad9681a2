-- Features that not every edition has: since 2016 SP1 Standard has nearly all of them, TDE since 2019. 3 is Enterprise and its like.
SELECT CASE WHEN :number(sourceMajor) < 13 OR CONVERT(int, SERVERPROPERTY('EngineEdition')) = 4 THEN 'failed' ELSE 'warning' END AS severity, 'edition' AS subject,
  'The database uses ' + :'sourceFeatures' + '; the target is ' + CONVERT(nvarchar(128), SERVERPROPERTY('Edition')) + ', which may not have all of it' AS detail,
  'Restore to an edition that has it: without it the database does not come online. The UAT copy shows it without risk.' AS advice, 'host' AS actor
WHERE :'sourceFeatures' <> '' AND CONVERT(int, SERVERPROPERTY('EngineEdition')) <> 3
