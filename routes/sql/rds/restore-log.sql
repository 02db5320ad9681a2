-- Submits a task; what becomes of it stands in rds_task_status. The instance must be Single-AZ.
EXEC msdb.dbo.rds_restore_log @restore_db_name = :'database', @s3_arn_to_restore_from = :'arn', @with_norecovery = 1
