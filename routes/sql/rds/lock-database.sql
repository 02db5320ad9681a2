-- One worker at a time for a database: the lock belongs to this session, so it ends with the connection that runs the restore.
DECLARE @result int;
EXEC @result = sys.sp_getapplock @Resource = :#lock, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
IF @result < 0 THROW 51001, 'Another worker holds the application lock of this database.', 1;
