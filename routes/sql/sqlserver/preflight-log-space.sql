-- A log that fills up while nobody backs it up, for instance while the customer's jobs are paused. Known from 2012 on.
SELECT 'warning' AS severity, 'log-space' AS subject, 'The log is more than 70 % full' AS detail,
  'Let the next log backup be taken, by the customer''s job or by hand into the backup directory; else its file grows, or writing stops.' AS advice, 'customer' AS actor
FROM sys.dm_db_log_space_usage AS u WHERE u.database_id = DB_ID() AND u.used_log_space_in_percent > 70
