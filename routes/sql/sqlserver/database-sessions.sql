-- Who is connected to a database, this session left out.
SELECT session_id, login_name, program_name, host_name, status
FROM sys.dm_exec_sessions
WHERE database_id = DB_ID(:#database) AND session_id <> @@SPID AND is_user_process = 1
