EXEC sys.sp_updatestats
