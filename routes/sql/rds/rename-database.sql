-- MODIFY NAME is not allowed on Amazon RDS; this is its own procedure, for Single-AZ instances.
EXEC rdsadmin.dbo.rds_modify_db_name :'database', :'newName'
