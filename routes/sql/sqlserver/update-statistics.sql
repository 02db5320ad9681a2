-- After the verdict, not in the downtime: it reads every table that has changed, for hours on a large database, and no answer is wrong without it.
EXEC sys.sp_updatestats
