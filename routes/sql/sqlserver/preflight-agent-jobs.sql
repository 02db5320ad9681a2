-- Jobs are in msdb: no backup of the database carries them.
SELECT DISTINCT 'warning' AS severity, 'job ' + j.name AS subject, 'The Agent job ' + j.name + ' works in the database and does not move along' AS detail,
  'Decide whether it is needed in hosting; the host sets it up there.' AS advice, 'host' AS actor
FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysjobsteps AS s ON s.job_id = j.job_id
WHERE j.enabled = 1 AND s.database_name = :'database'
