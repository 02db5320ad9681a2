-- Virtual log files, known from 2016 SP2 on: thousands of them make recovery slow, on both sides.
SELECT 'warning' AS severity, 'virtual-log-files' AS subject, 'The log is in more than 1000 virtual log files: recovery takes long' AS detail,
  'Shrink the log file and let it grow again in large steps.' AS advice, 'customer' AS actor
FROM sys.dm_db_log_info(DB_ID(:'database')) AS l
HAVING COUNT(*) > 1000
