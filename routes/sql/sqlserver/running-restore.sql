-- Whether somebody holds this database's application lock, as a restore does until its connection has ended: no row if nobody does. Beside
-- it the restores that run on the instance, as far as the login may see them.
SELECT r.session_id, r.command, r.percent_complete, r.wait_type
FROM (SELECT APPLOCK_TEST(N'public', :'lock', N'Exclusive', N'Session') AS is_free) AS held
LEFT JOIN sys.dm_exec_requests AS r ON r.command LIKE N'RESTORE%'
WHERE held.is_free = 0
