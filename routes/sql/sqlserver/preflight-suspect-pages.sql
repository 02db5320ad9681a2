-- Pages that the server found damaged (824 and others); event types from 4 on are repaired, restored or gone.
SELECT 'failed' AS severity, 'page ' + CONVERT(nvarchar(10), p.file_id) + '/' + CONVERT(nvarchar(20), p.page_id) AS subject,
  'Page ' + CONVERT(nvarchar(20), p.page_id) + ' of file ' + CONVERT(nvarchar(10), p.file_id) + ' was found damaged' AS detail,
  'Run DBCC CHECKDB, repair or restore it, and take a new full backup: the damage would move along.' AS advice, 'customer' AS actor
FROM msdb.dbo.suspect_pages AS p WHERE p.database_id = DB_ID(:'database') AND p.event_type < 4
