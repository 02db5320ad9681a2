-- Backups and restores that run on the instance now. percent_complete may stand at 0 (files are zeroed) and at 100 (redo).
SELECT session_id, command, percent_complete, estimated_completion_time, start_time, wait_type, reads, writes
FROM sys.dm_exec_requests
WHERE command LIKE 'RESTORE%' OR command LIKE 'BACKUP%'
