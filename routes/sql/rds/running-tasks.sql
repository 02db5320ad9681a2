-- All tasks of the instance; two run at a time.
EXEC msdb.dbo.rds_task_status
