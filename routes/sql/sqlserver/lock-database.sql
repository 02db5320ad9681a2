-- One worker at a time for a database: the lock belongs to this session, so it ends with the connection that runs the restore. The
-- server may take a moment to notice that the connection before this one was closed, so it is waited for up to two seconds.
DECLARE @result int;
EXEC @result = sys.sp_getapplock @Resource = :#lock, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 2000;
IF @result < 0 THROW 51001, 'Another worker holds the application lock of this database.', 1;
