-- How far each replica of the group has the database. No row: it is in no group.
SELECT r.replica_server_name, s.synchronization_state_desc, s.is_primary_replica
FROM sys.dm_hadr_database_replica_states AS s
JOIN sys.availability_replicas AS r ON r.replica_id = s.replica_id
WHERE s.database_id = DB_ID(:#database)
