-- A transaction that has been open for long keeps the log, and is rolled back when the source is frozen, which may take as long again.
SELECT 'warning' AS severity, 'transaction of session ' + CONVERT(nvarchar(10), s.session_id) AS subject,
  'Session ' + CONVERT(nvarchar(10), s.session_id) + ' has had a transaction open for more than an hour' AS detail,
  'Find out what it does (sys.dm_exec_sessions), and end it before the cutover.' AS advice, 'customer' AS actor
FROM sys.dm_tran_database_transactions AS t JOIN sys.dm_tran_session_transactions AS s ON s.transaction_id = t.transaction_id
WHERE t.database_id = DB_ID(:'database') AND t.database_transaction_begin_time < DATEADD(hour, -1, GETDATE())
