-- A log larger than its data is often one that nobody backs up; it is restored at its full size, and zeroed first.
SELECT 'warning' AS severity, 'log' AS subject,
  'The log of ' + d.name + ' is larger than its data (it is kept for: ' + d.log_reuse_wait_desc + '); the target writes all of it before it restores' AS detail,
  'Back the log up more often, then shrink its file once.' AS advice, 'customer' AS actor
FROM sys.databases AS d JOIN sys.master_files AS f ON f.database_id = d.database_id
WHERE d.name = :'database'
GROUP BY d.name, d.log_reuse_wait_desc
HAVING SUM(CASE WHEN f.type = 1 THEN CONVERT(bigint, f.size) ELSE 0 END) > SUM(CASE WHEN f.type = 0 THEN CONVERT(bigint, f.size) ELSE 0 END)
  AND SUM(CASE WHEN f.type = 1 THEN CONVERT(bigint, f.size) ELSE 0 END) > 131072
