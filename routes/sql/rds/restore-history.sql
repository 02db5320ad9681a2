-- The tasks of one database of the last 36 days, whatever became of them.
EXEC msdb.dbo.rds_task_status @db_name = :'database'
