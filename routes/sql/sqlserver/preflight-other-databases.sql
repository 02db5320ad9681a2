-- Views, procedures and triggers that name another database: on the target it is not there.
SELECT DISTINCT 'warning' AS severity, 'database ' + r.referenced_database_name AS subject,
  'Something in the database names the database ' + r.referenced_database_name + ', which does not move along' AS detail,
  'Find it in sys.sql_expression_dependencies; drop it, or agree with the host how it is done there.' AS advice, 'customer' AS actor
FROM sys.sql_expression_dependencies AS r
WHERE r.referenced_database_name IS NOT NULL AND r.referenced_database_name <> :'database' AND r.referenced_database_name NOT IN ('master', 'msdb', 'tempdb')
