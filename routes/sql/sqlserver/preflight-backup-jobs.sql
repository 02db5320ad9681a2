-- Whatever else takes backups: Agent jobs, maintenance plans, snapshots by other tools. All automatic backups are stopped before the cutover.
SELECT DISTINCT CASE WHEN :number(pausesJobs) = 1 THEN 'warning' ELSE 'failed' END AS severity, 'job ' + j.name AS subject,
  'The Agent job ' + j.name + ' takes backups by itself' + CASE WHEN :number(pausesJobs) = 1 THEN '; source.backup-jobs.pause has to stop it' ELSE ', and source.backup-jobs.pause is empty' END AS detail,
  'Give commands in source.backup-jobs that pause it and resume it.' AS advice, 'customer' AS actor
FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysjobsteps AS s ON s.job_id = j.job_id
WHERE j.enabled = 1 AND (UPPER(s.command) LIKE '%BACKUP %' OR UPPER(s.command) LIKE '%DATABASEBACKUP%')
UNION ALL
SELECT 'warning', 'plan ' + p.name, 'The maintenance plan ' + p.name + ' may take backups by itself', 'Pause its jobs with the others, by source.backup-jobs.', 'customer'
FROM msdb.dbo.sysmaintplan_plans AS p
UNION ALL
SELECT DISTINCT 'warning', 'snapshots', 'Another tool (VSS, a virtual machine''s backup) takes snapshot backups of ' + b.database_name + ': each moves the base of differentials',
  'Pause it before the full backup that the target gets, or let it take copy-only backups.', 'customer'
FROM msdb.dbo.backupset AS b WHERE b.database_name = :'database' AND b.is_snapshot = 1 AND b.is_copy_only = 0 AND b.backup_finish_date > DATEADD(day, -14, GETDATE())
