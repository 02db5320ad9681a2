-- Submits a task as well: the database is online a while after it was taken.
EXEC msdb.dbo.rds_finish_restore @db_name = :'database'
