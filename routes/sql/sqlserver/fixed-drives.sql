-- Free space of all drives, for a volume that holds no database file yet. The view came with SQL Server 2017; before it there is only the
-- procedure, which shows drives and megabytes.
IF CONVERT(int, SERVERPROPERTY('ProductMajorVersion')) >= 14
  EXEC (N'SELECT fixed_drive_path, free_space_in_bytes FROM sys.dm_os_enumerate_fixed_drives')
ELSE
  EXEC master.sys.xp_fixeddrives
