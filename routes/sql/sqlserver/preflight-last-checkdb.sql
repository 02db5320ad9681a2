-- When DBCC CHECKDB last ended well. The property is known from 2016 SP2 on (NULL before); 1900-01-01 stands for never.
SELECT 'warning' AS severity, 'last-checkdb' AS subject,
  CASE WHEN c.ended IS NULL THEN 'This version of SQL Server does not tell when DBCC CHECKDB last ended well'
    WHEN c.ended < '2000-01-01' THEN 'DBCC CHECKDB has never ended well on this database'
    ELSE 'DBCC CHECKDB last ended well on ' + CONVERT(nvarchar(10), c.ended, 120) + ', more than 30 days ago' END AS detail,
  CASE WHEN c.ended IS NULL THEN 'Look for dbi_dbccLastKnownGood in DBCC DBINFO WITH TABLERESULTS, or run DBCC CHECKDB.'
    ELSE 'Run DBCC CHECKDB: damage that nobody knows of would move along.' END AS advice, 'customer' AS actor
FROM (SELECT CONVERT(datetime, DATABASEPROPERTYEX(:'database', 'LastGoodCheckDbTime')) AS ended) AS c
WHERE c.ended IS NULL OR c.ended < DATEADD(day, -30, GETDATE())
